package contract

import (
	"fmt"

	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// kind is how a Parquet column stores its values, as far as a contract cares.
type kind int

const (
	other kind = iota // a type no class accepts
	text
	date
	timestamp
	decimal
	integer // signed to 64 bits, unsigned to 32
	float
	boolean
	blob // bytes that may or may not be text
	nested
)

// physical is the type of one column of a file.
type physical struct {
	kind             kind
	precision, scale int
	name             string // as errors print it
}

// physicalOf reads the type from a leaf of a file's schema. The newer logical
// type goes before the older converted type, as the format says.
func physicalOf(e format.SchemaElement) physical {
	if !e.Type.Valid {
		return physical{kind: nested, name: "a nested column"}
	}
	if e.LogicalType.Value != nil {
		return logical(e.LogicalType.Value, e.Type.V)
	}
	if e.ConvertedType.Valid {
		return converted(e.ConvertedType.V, e)
	}
	return plain(e.Type.V)
}

func logical(v format.LogicalTypeValue, t format.Type) physical {
	switch v := v.(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		return physical{kind: text, name: "STRING"}
	case *format.DateType:
		return physical{kind: date, name: "DATE"}
	case *format.TimestampType:
		return physical{kind: timestamp, name: "TIMESTAMP"}
	case *format.DecimalType:
		return decimalOf(int(v.Precision), int(v.Scale))
	case *format.IntType:
		return integerOf(int(v.BitWidth), v.IsSigned)
	case *format.NullType: // a column without a value, as pyarrow writes it
		return physical{kind: other, name: "NULL (a column without a type)"}
	}
	return physical{kind: other, name: fmt.Sprintf("%s (%s)", v, t)}
}

func converted(c deprecated.ConvertedType, e format.SchemaElement) physical {
	switch c {
	case deprecated.UTF8, deprecated.Enum, deprecated.Json:
		return physical{kind: text, name: "STRING"}
	case deprecated.Date:
		return physical{kind: date, name: "DATE"}
	case deprecated.TimestampMillis, deprecated.TimestampMicros:
		return physical{kind: timestamp, name: "TIMESTAMP"}
	case deprecated.Decimal:
		return decimalOf(int(e.Precision.V), int(e.Scale.V))
	case deprecated.Int8, deprecated.Int16, deprecated.Int32, deprecated.Int64:
		return integerOf(8<<(c-deprecated.Int8), true)
	case deprecated.Uint8, deprecated.Uint16, deprecated.Uint32, deprecated.Uint64:
		return integerOf(8<<(c-deprecated.Uint8), false)
	}
	return physical{kind: other, name: fmt.Sprintf("converted type %d (%s)", c, e.Type.V)}
}

func plain(t format.Type) physical {
	switch t {
	case format.Boolean:
		return physical{kind: boolean, name: "BOOLEAN"}
	case format.Int32:
		return integerOf(32, true)
	case format.Int64:
		return integerOf(64, true)
	case format.Int96:
		return physical{kind: timestamp, name: "TIMESTAMP (INT96)"}
	case format.Float, format.Double:
		return physical{kind: float, name: t.String()}
	case format.ByteArray, format.FixedLenByteArray:
		return physical{kind: blob, name: t.String() + " without UTF8"}
	}
	return physical{kind: other, name: fmt.Sprintf("physical type %d", t)}
}

func decimalOf(precision, scale int) physical {
	return physical{kind: decimal, precision: precision, scale: scale, name: fmt.Sprintf("DECIMAL(%d,%d)", precision, scale)}
}

// integerOf refuses 64 unsigned bits: half of their range does not fit BIGINT.
func integerOf(bits int, signed bool) physical {
	p := physical{kind: integer, name: fmt.Sprintf("INT%d", bits)}
	if !signed {
		p.name = "U" + p.name
		if bits > 32 {
			p.kind = other
		}
	}
	return p
}

package main

import (
	"errors"
	"io"
	"math/big"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"opdrift/pipeline/store"
)

const arrowBatch = 65_536 // rows

// arrowEncoder writes the Arrow IPC file format.
type arrowEncoder struct {
	writer *ipc.FileWriter
	batch  *array.RecordBuilder
	rows   int
}

func newArrow(w io.Writer, columns []store.AnswerColumn) (*arrowEncoder, error) {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.Name, Type: arrowType(c), Nullable: true}
	}
	schema := arrow.NewSchema(fields, nil)
	writer, err := ipc.NewFileWriter(w, ipc.WithSchema(schema))
	if err != nil {
		return nil, err
	}
	return &arrowEncoder{writer: writer, batch: array.NewRecordBuilder(memory.DefaultAllocator, schema)}, nil
}

func arrowType(c store.AnswerColumn) arrow.DataType {
	switch c.Kind {
	case store.Boolean:
		return arrow.FixedWidthTypes.Boolean
	case store.Integer:
		return arrow.PrimitiveTypes.Int64
	case store.Decimal:
		return &arrow.Decimal128Type{Precision: int32(c.Width), Scale: int32(c.Scale)}
	case store.Double:
		return arrow.PrimitiveTypes.Float64
	case store.Date:
		return arrow.FixedWidthTypes.Date32
	case store.Timestamp:
		return arrow.FixedWidthTypes.Timestamp_us
	}
	return arrow.BinaryTypes.String
}

func (e *arrowEncoder) Row(row []any) error {
	for i, v := range row {
		appendArrow(e.batch.Field(i), v)
	}
	e.rows++
	if e.rows%arrowBatch == 0 {
		return e.flush()
	}
	return nil
}

// appendArrow adds a value to the builder of its kind.
func appendArrow(to array.Builder, v any) {
	if v == nil {
		to.AppendNull()
		return
	}
	switch b := to.(type) {
	case *array.BooleanBuilder:
		b.Append(v.(bool))
	case *array.Int64Builder:
		b.Append(v.(int64))
	case *array.Decimal128Builder:
		b.Append(decimal128.FromBigInt(v.(*big.Int)))
	case *array.Float64Builder:
		b.Append(v.(float64))
	case *array.Date32Builder:
		b.Append(arrow.Date32FromTime(v.(time.Time)))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(v.(time.Time).UnixMicro()))
	case *array.StringBuilder:
		b.Append(v.(string))
	}
}

func (e *arrowEncoder) flush() error {
	record := e.batch.NewRecordBatch()
	defer record.Release()
	return e.writer.Write(record)
}

// Close writes what is left and the file's footer.
func (e *arrowEncoder) Close() error {
	err := e.flush()
	e.batch.Release()
	return errors.Join(err, e.writer.Close())
}

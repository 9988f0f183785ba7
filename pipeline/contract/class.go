package contract

import "fmt"

// Class is what a column of an extract holds. The classes and the columns of
// each are in docs/definitions.md.
type Class string

// The classes.
const (
	Key      Class = "key"      // identifiers, codes and labels
	Date     Class = "date"     // a day, without time
	Money    Class = "money"    // kroner and øre
	Quantity Class = "quantity" // units with two decimals
	Share    Class = "share"    // six decimals
	Integer  Class = "integer"  // whole numbers
	Number   Class = "number"   // every other number
	Boolean  Class = "boolean"
)

// sqlTypes are the types of the checked views.
var sqlTypes = map[Class]string{
	Key: "varchar", Date: "date", Money: "decimal(18,2)", Quantity: "decimal(12,2)",
	Share: "decimal(9,6)", Integer: "bigint", Number: "double", Boolean: "boolean",
}

// classOf names the class that a contract writes as a pair of types.
func classOf(logical, physical string) (Class, error) {
	pairs := map[[2]string]Class{
		{"string", "VARCHAR"}: Key, {"date", "DATE"}: Date, {"number", "DECIMAL(18,2)"}: Money,
		{"number", "DECIMAL(12,2)"}: Quantity, {"number", "DECIMAL(9,6)"}: Share,
		{"integer", "BIGINT"}: Integer, {"number", "DOUBLE"}: Number, {"boolean", "BOOLEAN"}: Boolean,
	}
	c, ok := pairs[[2]string{logical, physical}]
	if !ok {
		return "", fmt.Errorf("logicalType %s with physicalType %s is no class of ours", logical, physical)
	}
	return c, nil
}

// wanted says in words which Parquet types hold the class.
func (c Class) wanted() string {
	return map[Class]string{
		Key: "a string (UTF8)", Date: "DATE", Money: "DECIMAL(18,2), another DECIMAL with at most 2 decimals, or an integer",
		Quantity: "DECIMAL(12,2), another DECIMAL with at most 2 decimals, or an integer",
		Share:    "DECIMAL(9,6), another DECIMAL with at most 6 decimals, or an integer",
		Integer:  "INT32 or INT64", Number: "DOUBLE, FLOAT, DECIMAL or an integer", Boolean: "BOOLEAN",
	}[c]
}

// accepts says whether a file's type holds the class without loss. Decimals may
// be wider than ours: a range rule refuses values that do not fit.
func (c Class) accepts(p physical) bool {
	whole := p.kind == integer || p.kind == decimal && p.scale == 0 && p.precision <= 18
	switch c {
	case Key:
		return p.kind == text
	case Date:
		return p.kind == date
	case Money, Quantity:
		return whole || p.kind == decimal && p.scale <= 2
	case Share:
		return whole || p.kind == decimal && p.scale <= 6
	case Integer:
		return whole
	case Number:
		return whole || p.kind == decimal || p.kind == float
	case Boolean:
		return p.kind == boolean
	}
	return false
}

package contract

import (
	"fmt"
	"strings"
)

// A test says which rows break a rule. Its condition is true for a bad row, and
// false or null for a good one.
type test interface {
	columns() []string     // that it looks at
	breach(s scope) string // the condition over the columns of t
}

// given: the value is there. Blank text counts as missing where blank is set.
type given struct {
	column string
	blank  bool
	when   *condition
}

func (g given) columns() []string { return append([]string{g.column}, g.when.columns()...) }
func (g given) breach(s scope) string {
	if g.blank {
		return g.when.and(fmt.Sprintf("(%s is null or %s)", col(g.column), blank(col(g.column))))
	}
	return g.when.and(col(g.column) + " is null")
}

// validValues: the value is one of a list. Null is for given to judge.
type validValues struct {
	column string
	values []string
}

func (v validValues) columns() []string { return []string{v.column} }
func (v validValues) breach(scope) string {
	return fmt.Sprintf("%s not in (%s)", col(v.column), quoteTexts(v.values))
}

// inRange: the value lies between bounds, both included; a nil bound is none.
// NaN and the infinities are outside any bound of theirs: DuckDB and Trino both
// say that "NaN between a and b" does not hold.
type inRange struct {
	column           string
	minimum, maximum any
	when             *condition
}

func (r inRange) columns() []string { return append([]string{r.column}, r.when.columns()...) }
func (r inRange) breach(s scope) string {
	c, _ := s.column(r.column)
	var ok []string
	if r.minimum != nil {
		ok = append(ok, col(r.column)+" >= "+literal(c.Class, r.minimum))
	}
	if r.maximum != nil {
		ok = append(ok, col(r.column)+" <= "+literal(c.Class, r.maximum))
	}
	return r.when.and("not (" + strings.Join(ok, " and ") + ")")
}

// finite: the number is neither NaN nor infinite.
type finite struct{ column string }

func (f finite) columns() []string { return []string{f.column} }
func (f finite) breach(scope) string {
	return fmt.Sprintf("not (cast(%s as double) between -1.7976931348623157e308 and 1.7976931348623157e308)", col(f.column))
}

// order: the second value is not below the first, or above it when strict.
type order struct {
	low, high string
	strict    bool
}

func (o order) columns() []string { return []string{o.low, o.high} }
func (o order) breach(scope) string {
	op := "<"
	if o.strict {
		op = "<="
	}
	return fmt.Sprintf("%s %s %s", col(o.high), op, col(o.low))
}

// anyOf: at least one of the columns has a value. Columns that are not there
// have none; [CheckFiles] refuses a file with none of them.
type anyOf struct{ names []string }

func (a anyOf) columns() []string { return a.names }
func (a anyOf) breach(s scope) string {
	var all []string
	for _, n := range a.names {
		if s.has(n) {
			all = append(all, given{column: n, blank: true}.breach(s))
		}
	}
	return strings.Join(all, " and ")
}

// together: both values are there, or neither.
type together struct{ a, b string }

func (t together) columns() []string { return []string{t.a, t.b} }
func (t together) breach(scope) string {
	return fmt.Sprintf("(%s is null) <> (%s is null)", col(t.a), col(t.b))
}

// differ: the values are not the same.
type differ struct{ a, b string }

func (d differ) columns() []string   { return []string{d.a, d.b} }
func (d differ) breach(scope) string { return col(d.a) + " = " + col(d.b) }

func (w *condition) columns() []string {
	if w == nil {
		return nil
	}
	return []string{w.Column}
}

// and limits a condition to the rows the rule is about.
func (w *condition) and(breach string) string {
	if w == nil {
		return breach
	}
	return fmt.Sprintf("(cast(%s as varchar) in (%s) and %s)", col(w.Column), quoteTexts(w.Values), breach)
}

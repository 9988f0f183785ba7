package regress

import (
	"fmt"
	"strings"
)

// A Table is columns of equal length, by name.
type Table struct {
	Names   []string
	Columns [][]float64
}

// A Request is a regression asked for by the names of columns.
type Request struct {
	Formula Formula
	Offset  string  // column; "" is none
	Weights string  // column; "" is none
	Options Options // Names, Response, NoIntercept, Offset and Weights are set from the above
}

// Run fits the request on a table. A column that the table lacks or has twice, or
// that is longer or shorter than the response, is an error wrapping [ErrShape]
// that lists what there is; for the rest see [Estimate].
func (r Request) Run(t Table) (Fit, error) {
	y, err := t.column(r.Formula.Response)
	if err != nil {
		return Fit{}, err
	}
	x, err := t.rows(r.Formula.Terms, len(y))
	if err != nil {
		return Fit{}, err
	}
	opts := r.Options
	opts.Names, opts.Response, opts.NoIntercept = r.Formula.Terms, r.Formula.Response, r.Formula.NoIntercept
	if opts.Offset, err = t.optional(r.Offset, len(y)); err != nil {
		return Fit{}, err
	}
	if opts.Weights, err = t.optional(r.Weights, len(y)); err != nil {
		return Fit{}, err
	}
	return Estimate(x, y, opts)
}

func (t Table) column(name string) ([]float64, error) {
	var found []float64
	times := 0
	for i, n := range t.Names {
		if n == name && i < len(t.Columns) {
			found = t.Columns[i]
			times++
		}
	}
	switch times {
	case 1:
		return found, nil
	case 0:
		return nil, fmt.Errorf("%w: there is no column %q; there are %s", ErrShape, name, t.list())
	}
	return nil, fmt.Errorf("%w: column %q is there %d times; rename all but one", ErrShape, name, times)
}

// list names the first columns of the table.
func (t Table) list() string {
	const shown = 20
	names := t.Names
	more := ""
	if len(names) > shown {
		names, more = names[:shown], fmt.Sprintf(" and %d more", len(t.Names)-shown)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ") + more
}

func (t Table) optional(name string, n int) ([]float64, error) {
	if name == "" {
		return nil, nil
	}
	return t.sized(name, n)
}

func (t Table) sized(name string, n int) ([]float64, error) {
	c, err := t.column(name)
	if err == nil && len(c) != n {
		err = fmt.Errorf("%w: column %q has %d values and the response %d; give each row one", ErrShape, name, len(c), n)
	}
	return c, err
}

// rows turns columns into rows.
func (t Table) rows(names []string, n int) ([][]float64, error) {
	x := make([][]float64, n)
	for i := range x {
		x[i] = make([]float64, len(names))
	}
	for j, name := range names {
		c, err := t.sized(name, n)
		if err != nil {
			return nil, err
		}
		for i, v := range c {
			x[i][j] = v
		}
	}
	return x, nil
}

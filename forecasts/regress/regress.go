// Package regress is least squares behind one guard.
//
// github.com/sajari/regression fails silently: collinear or constant columns
// give coefficients of 1e13 without an error, NaN passes through, ragged rows
// panic and n = p gives R² = 1. So nothing reaches it before [OLS] has checked
// the shape, the finiteness, the rank and the condition of the data, and nothing
// leaves before gonum's QR has confirmed the estimates. Standard errors, R² and
// intervals are computed here from the R factor, never taken from the library.
package regress

import (
	"errors"
	"fmt"
	"math"
)

// Errors that [OLS] wraps. Each message is a sentence to show to a reader.
var (
	ErrShape     = errors.New("data do not form a table")
	ErrTooFew    = errors.New("too few observations")
	ErrNotFinite = errors.New("value missing or out of range")
	ErrConstant  = errors.New("regressor is constant")
	ErrCollinear = errors.New("regressors are collinear")
	ErrDisagree  = errors.New("two independent solutions disagree")
)

const (
	refuseCondition = 1e12
	warnCondition   = 1e8
	// largest is the magnitude above which squares and their sums could overflow.
	largest = 1e150
	// sajariRows is the size above which sajari/regression's n × n matrix costs
	// more than it gives.
	sajariRows = 1000
)

// Options change what [OLS] fits.
type Options struct {
	Names       []string // of the columns of x, for messages; "x1", "x2", ... without
	NoIntercept bool
}

func (o Options) name(j int) string {
	if j < len(o.Names) {
		return o.Names[j]
	}
	return fmt.Sprintf("x%d", j+1)
}

// check refuses what no solver should see.
func check(x [][]float64, y []float64, opts Options) error {
	if len(x) != len(y) {
		return fmt.Errorf("%w: %d rows of regressors and %d responses; give one row for each response", ErrShape, len(x), len(y))
	}
	if len(y) == 0 {
		return fmt.Errorf("%w: 0 rows; give at least 4", ErrTooFew)
	}
	k := len(x[0])
	if k == 0 && opts.NoIntercept {
		return fmt.Errorf("%w: no regressor and no intercept; give one of them", ErrShape)
	}
	for i, row := range x {
		if len(row) != k {
			return fmt.Errorf("%w: row %d has %d regressors and row 1 has %d; give each row the same number", ErrShape, i+1, len(row), k)
		}
		for j, v := range row {
			if !inRange(v) {
				return fmt.Errorf("%w: %s in row %d is %v; leave the row out or mend it", ErrNotFinite, opts.name(j), i+1, v)
			}
		}
		if !inRange(y[i]) {
			return fmt.Errorf("%w: response in row %d is %v; leave the row out or mend it", ErrNotFinite, i+1, y[i])
		}
	}
	p := k
	if !opts.NoIntercept {
		p++
	}
	if len(y)-p < 3 {
		return fmt.Errorf("%w: %d rows for %d coefficients leave %d degrees of freedom; at least 3 are needed: add rows or drop regressors",
			ErrTooFew, len(y), p, len(y)-p)
	}
	return nil
}

func inRange(v float64) bool { return math.Abs(v) <= largest } // false for NaN

package regress

import (
	"fmt"
	"math"
)

// check refuses what no solver should see.
func check(x [][]float64, y []float64, opts Options) error {
	for _, test := range []func([][]float64, []float64, Options) error{
		checkOptions, checkTable, checkRows, checkVectors, checkResponse, checkSize,
	} {
		if err := test(x, y, opts); err != nil {
			return err
		}
	}
	return nil
}

func checkOptions(_ [][]float64, _ []float64, opts Options) error {
	if _, err := ParseFamily(string(opts.Family)); err != nil {
		return err
	}
	_, err := ParseRobust(string(opts.Robust))
	return err
}

func checkTable(x [][]float64, y []float64, opts Options) error {
	if len(x) != len(y) {
		return fmt.Errorf("%w: %d rows of regressors and %d responses; give one row for each response", ErrShape, len(x), len(y))
	}
	if len(y) == 0 {
		return fmt.Errorf("%w: 0 rows; give at least %d", ErrTooFew, 1+opts.minDF())
	}
	if len(x[0]) == 0 && opts.NoIntercept {
		return fmt.Errorf("%w: no regressor and no intercept; give one of them", ErrShape)
	}
	return nil
}

func checkRows(x [][]float64, y []float64, opts Options) error {
	k := len(x[0])
	for i, row := range x {
		if len(row) != k {
			return fmt.Errorf("%w: row %d has %d regressors and row 1 has %d; give each row the same number", ErrShape, i+1, len(row), k)
		}
		for j, v := range row {
			if err := checkValue(opts.name(j), i, v); err != nil {
				return err
			}
		}
		if err := checkValue(opts.response(), i, y[i]); err != nil {
			return err
		}
	}
	return nil
}

func checkValue(name string, i int, v float64) error {
	if inRange(v) {
		return nil
	}
	return fmt.Errorf("%w: %s in row %d is %v; leave the row out or mend it", ErrNotFinite, name, i+1, v)
}

// checkVectors checks what goes beside the rows or the columns.
func checkVectors(x [][]float64, _ []float64, opts Options) error {
	if err := checkVector("offset", "row", opts.Offset, len(x), math.Inf(-1)); err != nil {
		return err
	}
	if err := checkVector("weight", "row", opts.Weights, len(x), math.SmallestNonzeroFloat64); err != nil {
		return err
	}
	if err := checkVector("ridge", "column", opts.Ridge, len(x[0]), 0); err != nil {
		return err
	}
	if opts.gaussian() {
		return nil
	}
	for i, v := range opts.Offset {
		if math.Abs(v) > largestLog {
			return fmt.Errorf("%w: offset in row %d is %v; it is on the scale of logarithms (at most %d): give log of the population, not the population", ErrNotFinite, i+1, v, largestLog)
		}
	}
	return nil
}

func checkVector(name, per string, values []float64, n int, least float64) error {
	if values == nil {
		return nil
	}
	if len(values) != n {
		return fmt.Errorf("%w: %d values of %s for %d %ss; give one for each %s", ErrShape, len(values), name, n, per, per)
	}
	for i, v := range values {
		if !inRange(v) {
			return fmt.Errorf("%w: %s in %s %d is %v; leave it out or mend it", ErrNotFinite, name, per, i+1, v)
		}
		if v < least {
			return fmt.Errorf("%w: %s in %s %d is %v; leave out rows of weight 0, and give no value below 0", ErrNotFinite, name, per, i+1, v)
		}
	}
	return nil
}

// checkResponse refuses negative counts, and a count that never happens.
func checkResponse(_ [][]float64, y []float64, opts Options) error {
	if opts.gaussian() {
		return nil
	}
	var total float64
	for i, v := range y {
		if v < 0 {
			return fmt.Errorf("%w: %s in row %d is %v; family %s needs values of 0 or more: mend it or use family gaussian", ErrResponse, opts.response(), i+1, v, opts.Family)
		}
		total += v
	}
	if total == 0 {
		return fmt.Errorf("%w: %s is 0 in every row; family %s has no logarithm to fit", ErrResponse, opts.response(), opts.Family)
	}
	return nil
}

func checkSize(x [][]float64, y []float64, opts Options) error {
	p := opts.coefficients(len(x[0]))
	return enough(len(y), float64(p), opts)
}

// enough refuses a fit of p coefficients (a fraction where some are penalised)
// that leaves too few degrees of freedom.
func enough(n int, p float64, opts Options) error {
	if df := float64(n) - p; df < float64(opts.minDF()) {
		return fmt.Errorf("%w: %d rows for %.4g coefficients leave %.4g degrees of freedom; at least %d are needed: add rows or drop regressors",
			ErrTooFew, n, p, df, opts.minDF())
	}
	return nil
}

func inRange(v float64) bool { return math.Abs(v) <= largest } // false for NaN

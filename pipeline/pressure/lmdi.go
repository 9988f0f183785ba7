package pressure

import (
	"errors"
	"fmt"
	"math"
)

// ErrNotPositive says that a decomposition has no logarithm to work with. The
// Shapley values of the same cells exist.
var ErrNotPositive = errors.New("lmdi needs factors above 0")

// LMDIValues returns the additive LMDI-I effect of each of n factors, in kroner:
//
//	effect_f = Σ_cells L(y1, y0) · ln(after_f / before_f)
//	L(a, b)  = (a − b) / ln(a/b),  L(a, a) = a
//
// with y0 and y1 the cell's spending in the two years. The effects add up to
// the change but for rounding. A cell with a factor of 0 or below gives an
// error wrapping [ErrNotPositive]; small values put in the place of zeros would
// decide the answer, so none are.
//
// Every cell must exist in both years with n factors, or it panics.
//
// Source: Ang, Energy Policy 33 (2005), 867-871.
func LMDIValues(n int, cells []Cell) ([]float64, error) {
	mustMatch(n, cells)
	sums := make([]sum, n)
	for _, c := range cells {
		for f := range n {
			if !(c.Before[f] > 0 && c.After[f] > 0 && c.weight() > 0) {
				return nil, fmt.Errorf("%s: %w: factor %d is %v before and %v after with weight %v",
					c.Key, ErrNotPositive, f, c.Before[f], c.After[f], c.weight())
			}
		}
		mean := logMean(c.value(c.After), c.value(c.Before))
		for f := range n {
			sums[f].add(mean * logRatio(c.After[f], c.Before[f]))
		}
	}
	values := make([]float64, n)
	for f := range values {
		values[f] = sums[f].value()
	}
	return values, nil
}

// logMean is L(a, b), written as √a·√b · sinh(h)/h with h = ln(a/b)/2: the
// quotient of differences loses every digit where a is near b.
func logMean(a, b float64) float64 {
	mean := math.Sqrt(a) * math.Sqrt(b)
	h := math.Abs(logRatio(a, b)) / 2
	if h == 0 {
		return mean
	}
	return mean * math.Sinh(h) / h
}

// logRatio is ln(a/b), and to the last bit −ln(b/a).
func logRatio(a, b float64) float64 {
	if a < b {
		return -math.Log(b / a)
	}
	return math.Log(a / b)
}

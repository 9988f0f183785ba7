// Package regress is least squares and count regression behind one guard.
//
// github.com/sajari/regression fails silently: collinear or constant columns
// give coefficients of 1e13 without an error, NaN passes through, ragged rows
// panic and n = p gives R² = 1. So nothing reaches it before [Estimate] has
// checked the shape, the finiteness, the rank and the condition of the data, and
// nothing leaves before gonum's QR has confirmed the estimates. Standard errors,
// R² and intervals are computed here from the R factor, never taken from the
// library.
//
// [ParseFormula] and [Request] are the ad-hoc command's way in, [Report] its way
// out. [Shrink] and [Rates] are empirical Bayes for cells too sparse to regress.
package regress

import "errors"

// Errors that this package wraps. Each message is a sentence to show to a reader.
var (
	ErrShape     = errors.New("data do not form a table")
	ErrTooFew    = errors.New("too few observations")
	ErrNotFinite = errors.New("value missing or out of range")
	ErrConstant  = errors.New("regressor is constant")
	ErrCollinear = errors.New("regressors are collinear")
	ErrDisagree  = errors.New("two independent solutions disagree")
	ErrResponse  = errors.New("response does not suit the family")
	ErrSeparated = errors.New("no finite estimate")
	ErrLeverage  = errors.New("robust standard errors are not defined")
	ErrOption    = errors.New("option not allowed")
	ErrFormula   = errors.New("formula not understood")
)

const (
	refuseCondition = 1e12
	warnCondition   = 1e8
	// largest is the magnitude above which squares and their sums could overflow.
	largest = 1e150
	// largestLog is the magnitude above which an offset cannot be a logarithm of
	// anything counted: exp(300) is 1e130.
	largestLog = 300
	// sajariRows is the size above which sajari/regression's n × n matrix costs
	// more than it gives.
	sajariRows = 1000
)

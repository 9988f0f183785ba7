package regress

import (
	"fmt"
	"math"
	"slices"
)

// A Fit is a regression that passed the guard.
type Fit struct {
	Coef  []float64 // intercept first (unless there is none), then the columns
	SE    []float64 // standard errors of Coef
	T     []float64 // Coef / SE
	P     []float64 // two-sided, Student's t with DF degrees of freedom; normal where the dispersion is known to be 1
	R2    float64   // 1 − RSS/TSS, or 1 − deviance/null deviance; NaN where nothing varies
	Sigma float64   // residual standard deviation, sqrt(Dispersion)
	N     int       // rows
	DF    float64   // rows less coefficients; penalised ones count by their share
	Cond  float64   // condition of the centred and scaled columns
	Resid []float64 // y less fitted, in the order of the rows
	Warn  []string  // sentences to show beside the numbers; the fit stands

	Family     Family  // Count has become QuasiPoisson or NegativeBinomial
	Dispersion float64 // RSS/DF, or Pearson χ²/DF
	Deviance   float64 // RSS, or twice the log-likelihood missing to a perfect fit
	Alpha      float64 // negative binomial: variance μ + Alpha·μ²; else 0

	opts   Options
	design *design
	r      [][]float64
	coef   []twofold // of the design's columns
	work   []float64 // weighted working residuals, by row
	hat    []float64 // leverages by row, where robust standard errors need them
	// perfect is below what the arithmetic tells from 0, where no residual is above it
	// (the fit is exact); else 0.
	perfect float64
}

// Estimate fits y on the columns of x, one row for each response. The intercept
// is added here unless NoIntercept is set.
//
//	Gaussian: y = offset + b0 + b1 x1 + ... + e, least squares: see [OLS]
//	others:   log E(y) = offset + b0 + b1 x1 + ..., iterated: see [Family]
//
// It needs finite values below 1e150, at least MinDF rows more than coefficients
// (default 3; 1 or 2 give a warning), no constant column, and a condition of the
// centred and scaled columns of at most 1e12 (above 1e8 it warns). Counts need
// responses of 0 or more, not all 0 and not 0 wherever a regressor would show.
// Anything else is an error wrapping one of this package's, and no numbers.
// Neither x nor y is changed.
func Estimate(x [][]float64, y []float64, opts Options) (Fit, error) {
	if err := check(x, y, opts); err != nil {
		return Fit{}, err
	}
	d, err := newDesign(x, opts)
	if err != nil {
		return Fit{}, err
	}
	f := Fit{N: len(y), Cond: d.cond, Family: opts.Family, opts: opts, design: d}
	if opts.gaussian() {
		err = f.leastSquares(y)
	} else {
		err = f.counts(y)
	}
	if err == nil {
		err = f.finish()
	}
	if err != nil {
		return Fit{}, err
	}
	return f, nil
}

// OLS is [Estimate] by least squares, weighted if there are weights: it minimises
// Σ w (y − offset − Xb)² + Σ λ_j b_j².
//
// A constant response less offset gives slopes of 0 and R² NaN; with residuals of
// exactly 0 the standard errors are 0 and T is infinite, or NaN for a coefficient
// of 0. TSS is that of y − offset about its (weighted) mean; without intercept,
// about 0, as NIST certifies it. Checked on NIST StRD.
func OLS(x [][]float64, y []float64, opts Options) (Fit, error) {
	opts.Family = Gaussian
	return Estimate(x, y, opts)
}

func (f *Fit) leastSquares(y []float64) error {
	d := f.design
	f.Family = Gaussian
	level, flat := constant(y, f.opts.Offset)
	s := solution{}
	if flat = flat && d.intercept; flat {
		s = d.exactly(level)
	} else {
		target := d.target(y, f.opts.Offset)
		var err error
		if s, err = d.solve(target); err != nil {
			return err
		}
		f.perfect = s.snap(target)
	}
	f.coef = s.coef
	f.Resid, f.work = make([]float64, len(y)), make([]float64, len(y))
	for i := range y {
		f.work[i] = s.res[i].value()
		f.Resid[i] = f.work[i]
		if d.root != nil {
			f.Resid[i] /= d.root[i]
		}
		f.Deviance += f.work[i] * f.work[i]
	}
	f.R2 = math.NaN()
	if tss := f.totalSquares(y); !flat && tss > 0 {
		f.R2 = 1 - f.Deviance/tss
	}
	return nil
}

// totalSquares is Σ w (v − centre)² of the response less offset.
func (f *Fit) totalSquares(y []float64) float64 {
	var centre, weights, total float64
	for i, v := range y {
		w := f.weight(i)
		weights += w
		centre += w * without(v, f.opts.Offset, i).value()
	}
	centre /= weights
	if !f.design.intercept {
		centre = 0
	}
	for i, v := range y {
		v = without(v, f.opts.Offset, i).value() - centre
		total += f.weight(i) * v * v
	}
	return total
}

func (f *Fit) weight(i int) float64 {
	if f.opts.Weights == nil {
		return 1
	}
	return f.opts.Weights[i]
}

// finish computes what follows from coefficients, factor and residuals.
func (f *Fit) finish() error {
	f.degrees()
	if err := enough(f.N, float64(f.N)-f.DF, f.opts); err != nil {
		return err
	}
	f.Dispersion = f.squares() / f.DF
	f.Sigma = math.Sqrt(f.Dispersion)
	if err := f.leverages(); err != nil {
		return err
	}
	f.coefficients()
	f.warn()
	return nil
}

// degrees sets DF, rows less the trace of the hat matrix, and the factor that it
// takes. Without penalties the trace is the number of coefficients.
func (f *Fit) degrees() {
	f.r = f.design.factor()
	p := float64(f.design.columns())
	for i := range f.design.penalised {
		h := f.leverage(f.design.a.RawRowView(len(f.design.x) + i))
		p -= h * h
	}
	f.DF = float64(f.N) - p
}

// squares is Σ w e²: RSS, or Pearson's χ².
func (f *Fit) squares() float64 {
	var total float64
	for _, v := range f.work {
		total += v * v
	}
	return total
}

func (f *Fit) warn() {
	if f.Cond > warnCondition {
		f.Warn = append(f.Warn, fmt.Sprintf("the regressors are nearly collinear (condition %.2g): single coefficients are uncertain in their last digits", f.Cond))
	}
	if f.DF < PoolMinDF {
		f.Warn = append(f.Warn, fmt.Sprintf("only %.3g degrees of freedom: standard errors, p-values and intervals rest on almost nothing", f.DF))
	}
	if f.Family == Poisson && f.Dispersion > overdispersed {
		f.Warn = append(f.Warn, fmt.Sprintf("%s varies %.3g times as much as Poisson counts: standard errors are too small; use family quasipoisson or negbin", f.opts.response(), f.Dispersion))
	}
	if len(f.Coef) > 1 && !slices.ContainsFunc(f.Resid, func(e float64) bool { return e != 0 }) {
		f.Warn = append(f.Warn, "every residual is exactly 0: there is no error to estimate")
	}
}

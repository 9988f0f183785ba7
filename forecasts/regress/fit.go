package regress

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Fit is a regression that passed the guard.
type Fit struct {
	Coef   []float64 // intercept first (unless there is none), then the columns
	SE     []float64 // standard errors of Coef
	T      []float64 // Coef / SE
	P      []float64 // two-sided, Student's t with DF degrees of freedom
	R2     float64   // 1 − RSS/TSS; NaN for a constant response
	Sigma  float64   // residual standard deviation, sqrt(RSS/DF)
	N, DF  int       // rows; rows less coefficients
	Cond   float64   // condition of the centred and scaled columns
	Resid  []float64 // y less fitted, in the order of the rows
	Warn   []string  // sentences to show beside the numbers; the fit stands
	design *design
	r      [][]float64
	coef   []twofold
}

// OLS fits y = b0 + b1 x1 + ... + e by ordinary least squares. x has one row for
// each response; the intercept is added here unless NoIntercept is set.
//
// It needs at least three rows more than coefficients, finite values below 1e150,
// no constant column, and a condition of the centred and scaled columns of at most
// 1e12 (above 1e8 it warns); anything else is an error wrapping one of this
// package's, and no numbers. A constant response gives slopes of 0 and R² NaN;
// with residuals of exactly 0 the standard errors are 0 and T is infinite, or NaN
// for a coefficient of 0. Neither x nor y is changed.
//
// Without intercept, R² is about 0, as NIST certifies it. Checked on NIST StRD.
func OLS(x [][]float64, y []float64, opts Options) (Fit, error) {
	if err := check(x, y, opts); err != nil {
		return Fit{}, err
	}
	return fitOLS(x, y, opts)
}

// fitOLS fits what check has passed.
func fitOLS(x [][]float64, y []float64, opts Options) (Fit, error) {
	d, err := newDesign(x, opts)
	if err != nil {
		return Fit{}, err
	}
	s, err := d.solve(y)
	if err != nil {
		return Fit{}, err
	}
	_, p := d.a.Dims()
	f := Fit{N: len(y), DF: len(y) - p, Cond: d.cond, design: d, r: d.factor(), coef: s.coef}
	if d.cond > warnCondition {
		f.Warn = append(f.Warn, fmt.Sprintf("the regressors are nearly collinear (condition %.2g): single coefficients are uncertain in their last digits", d.cond))
	}
	f.residuals(y, s.res)
	f.coefficients()
	return f, nil
}

// residuals sets Resid, Sigma and R2.
func (f *Fit) residuals(y []float64, res []twofold) {
	var centre, rss, tss float64
	if f.design.intercept {
		for _, v := range y {
			centre += v / float64(len(y))
		}
	}
	f.Resid = make([]float64, len(y))
	for i, v := range y {
		f.Resid[i] = res[i].value()
		rss += f.Resid[i] * f.Resid[i]
		tss += (v - centre) * (v - centre)
	}
	f.Sigma = math.Sqrt(rss / float64(f.DF))
	f.R2 = math.NaN()
	if slices.Min(y) < slices.Max(y) {
		f.R2 = 1 - rss/tss
	}
}

// coefficients carries the standardised ones back to the units of x: slopes by
// the scale, b0 = c0 − Σ centre·slope in twofold, because it may cancel.
func (f *Fit) coefficients() {
	d := f.design
	var b0 twofold
	weights := make([]float64, len(f.coef))
	if d.intercept {
		b0, weights[0] = f.coef[0], 1
	}
	slopes := f.coef[d.offset():]
	for j, c := range slopes {
		b := twofold{c.hi / d.scale[j], c.lo / d.scale[j]}
		b0 = b0.add(b.times(twofold{hi: d.centre[j]}).minus())
		weights[d.offset()+j] = -d.centre[j] / d.scale[j]
	}
	if d.intercept {
		f.addCoef(b0.value(), weights)
	}
	for j, c := range slopes {
		unit := make([]float64, len(f.coef))
		unit[d.offset()+j] = 1 / d.scale[j]
		f.addCoef(c.value()/d.scale[j], unit)
	}
}

// addCoef adds a coefficient that is the given combination of standardised ones.
func (f *Fit) addCoef(b float64, weights []float64) {
	se := f.Sigma * f.leverage(weights)
	t := b / se
	f.Coef = append(f.Coef, b)
	f.SE = append(f.SE, se)
	f.T = append(f.T, t)
	f.P = append(f.P, 2*distuv.StudentsT{Sigma: 1, Nu: float64(f.DF)}.Survival(math.Abs(t)))
}

// leverage returns sqrt(wᵀ (AᵀA)⁻¹ w) = ‖R⁻ᵀ w‖ by forward substitution.
func (f *Fit) leverage(w []float64) float64 {
	u := make([]float64, len(w))
	var norm float64
	for i := range w {
		u[i] = w[i]
		for j := range i {
			u[i] -= f.r[j][i] * u[j]
		}
		u[i] /= f.r[i][i]
		norm = math.Hypot(norm, u[i])
	}
	return norm
}

// Predict returns the mean at the given regressors and the interval that holds a
// new observation there with probability level:
//
//	mean ± t(level, DF) · Sigma · sqrt(1 + x0ᵀ(XᵀX)⁻¹x0)
//
// It panics if x0 has another number of regressors than the fit, or level is not
// between 0 and 1, which are mistakes in the calling code.
func (f Fit) Predict(x0 []float64, level float64) (mean, lower, upper float64) {
	d := f.design
	if len(x0) != len(d.centre) {
		panic(fmt.Sprintf("regress: %d regressors given, the fit has %d", len(x0), len(d.centre)))
	}
	if !(level > 0 && level < 1) {
		panic(fmt.Sprintf("regress: level %v is not between 0 and 1", level))
	}
	row := make([]float64, len(f.coef))
	var sum twofold
	if d.intercept {
		row[0], sum = 1, f.coef[0]
	}
	for j, v := range x0 {
		z := (v - d.centre[j]) / d.scale[j]
		row[d.offset()+j] = z
		sum = sum.add(f.coef[d.offset()+j].times(twofold{hi: z}))
	}
	mean = sum.value()
	t := distuv.StudentsT{Sigma: 1, Nu: float64(f.DF)}.Quantile((1 + level) / 2)
	half := t * f.Sigma * math.Hypot(1, f.leverage(row))
	return mean, mean - half, mean + half
}

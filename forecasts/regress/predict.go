package regress

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Predict is [Fit.PredictOffset] at offset 0.
func (f Fit) Predict(x0 []float64, level float64) (mean, lower, upper float64) {
	return f.PredictOffset(x0, 0, level)
}

// PredictOffset returns the mean at the given regressors and offset, and the
// interval that holds a new observation of weight 1 there with probability level.
//
// Gaussian: mean ± t(level, DF) · sqrt(Dispersion + s²), s being the standard
// error of the mean. Counts: see [Fit.countInterval].
//
// It panics if x0 has another number of regressors than the fit, or level is not
// between 0 and 1, which are mistakes in the calling code.
func (f Fit) PredictOffset(x0 []float64, offset, level float64) (mean, lower, upper float64) {
	if len(x0) != len(f.design.centre) {
		panic(fmt.Sprintf("regress: %d regressors given, the fit has %d", len(x0), len(f.design.centre)))
	}
	if !(level > 0 && level < 1) {
		panic(fmt.Sprintf("regress: level %v is not between 0 and 1", level))
	}
	linear, s := f.linear(x0, offset)
	t := distuv.StudentsT{Sigma: 1, Nu: f.DF}.Quantile((1 + level) / 2)
	if f.Family != Gaussian {
		return f.countInterval(math.Exp(linear), s, t, level)
	}
	half := t * math.Hypot(f.Sigma, s)
	return linear, linear - half, linear + half
}

// linear returns the linear predictor at x0 and its standard error.
func (f *Fit) linear(x0 []float64, offset float64) (eta, se float64) {
	d := f.design
	row := make([]float64, len(f.coef))
	total := twofold{hi: offset}
	if d.intercept {
		row[0], total = 1, total.add(f.coef[0])
	}
	for j, v := range x0 {
		z := (v - d.centre[j]) / d.scale[j]
		row[d.offset()+j] = z
		total = total.add(f.coef[d.offset()+j].times(twofold{hi: z}))
	}
	return total.value(), f.deviation(row)
}

// countInterval takes a new count to follow a gamma distribution of mean μ and
// variance
//
//	v = ( φ (μ + αμ²) + μ²s² ) · (t/z)²
//
// s being the standard error of log μ, φ the dispersion (for Poisson at least 1,
// for the negative binomial 1), and t/z what few degrees of freedom add to the
// normal quantile (1 where the family says what the dispersion is). Its quantiles are moved outwards by half a count (half of φ
// where φ < 1: what is counted then comes in smaller units), since a count may sit
// on 0 where the gamma distribution cannot. The lower end is never below 0.
func (f Fit) countInterval(mean, s, t, level float64) (_, lower, upper float64) {
	phi := f.Dispersion
	switch f.Family {
	case Poisson:
		phi = max(1, phi)
	case NegativeBinomial:
		phi = 1
	}
	z := distuv.UnitNormal.Quantile((1 + level) / 2)
	v := phi*(mean+f.Alpha*mean*mean) + mean*mean*s*s
	if !f.known() {
		v *= (t / z) * (t / z)
	}
	half := min(1, phi) / 2
	lower, upper = gammaQuantile(mean, v, (1-level)/2), gammaQuantile(mean, v, (1+level)/2)
	return mean, max(0, lower-half), upper + half
}

// gammaQuantile returns a quantile of the gamma distribution with this mean and
// variance; the mean where the variance is 0. Above a shape of 1e4 it is Wilson
// and Hilferty's cube, which is then good to 1e-5 of the deviation and cheap.
func gammaQuantile(mean, variance, p float64) float64 {
	if !(variance > 0) || !(mean > 0) {
		return mean
	}
	shape := mean * (mean / variance)
	if shape <= 1e4 {
		return distuv.Gamma{Alpha: shape, Beta: mean / variance}.Quantile(p)
	}
	root := 1 - 1/(9*shape) + distuv.UnitNormal.Quantile(p)/(3*math.Sqrt(shape))
	return mean * root * root * root
}

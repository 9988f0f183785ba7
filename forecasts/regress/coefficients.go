package regress

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

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
		f.addCoef(f.tell(b0.value()), weights)
	}
	for j, c := range slopes {
		unit := make([]float64, len(f.coef))
		unit[d.offset()+j] = 1 / d.scale[j]
		f.addCoef(f.tell(c.value())/d.scale[j], unit)
	}
}

// tell returns 0 for a standardised coefficient that is rounding in an exact fit.
func (f *Fit) tell(c float64) float64 {
	if math.Abs(c) <= f.perfect {
		return 0
	}
	return c
}

// addCoef adds a coefficient that is the given combination of standardised ones.
func (f *Fit) addCoef(b float64, weights []float64) {
	se := f.deviation(weights)
	t := b / se
	f.Coef = append(f.Coef, b)
	f.SE = append(f.SE, se)
	f.T = append(f.T, t)
	p := 2 * distuv.StudentsT{Sigma: 1, Nu: f.DF}.Survival(math.Abs(t))
	if f.known() {
		p = 2 * distuv.UnitNormal.Survival(math.Abs(t))
	}
	f.P = append(f.P, p)
}

// known reports whether the family says what the dispersion is.
func (f *Fit) known() bool { return f.Family == Poisson || f.Family == NegativeBinomial }

// scale is the root of the dispersion that standard errors use.
func (f *Fit) scale() float64 {
	if f.known() {
		return 1
	}
	return f.Sigma
}

// leverage returns sqrt(wᵀ (AᵀA)⁻¹ w) = ‖R⁻ᵀ w‖.
func (f *Fit) leverage(w []float64) float64 {
	var norm float64
	for _, u := range f.forward(w) {
		norm = math.Hypot(norm, u)
	}
	return norm
}

// forward returns R⁻ᵀ w.
func (f *Fit) forward(w []float64) []float64 {
	u := make([]float64, len(w))
	for i := range w {
		u[i] = w[i]
		for j := range i {
			u[i] -= f.r[j][i] * u[j]
		}
		u[i] /= f.r[i][i]
	}
	return u
}

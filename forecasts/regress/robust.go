package regress

import (
	"fmt"
	"math"
	"slices"
)

// deviation returns the standard deviation of wᵀc, c being the standardised
// coefficients: classically sqrt(φ wᵀ(AᵀA)⁻¹w), else the sandwich
//
//	sqrt( Σ_i (a_iᵀ (AᵀA)⁻¹ w)² e_i² g_i )
//
// with a_i and e_i the weighted rows and working residuals, and g_i as [Robust]
// says. With penalties (AᵀA) includes them: the classical one is then the
// posterior deviation under the prior that the penalty stands for.
func (f *Fit) deviation(w []float64) float64 {
	if f.opts.Robust == "" {
		return f.scale() * f.leverage(w)
	}
	v := f.backward(f.forward(w))
	var norm float64
	for i, e := range f.work {
		var dot float64
		for j, a := range f.design.a.RawRowView(i) {
			dot += a * v[j]
		}
		norm = math.Hypot(norm, dot*e*f.inflation(i))
	}
	return norm
}

// inflation is sqrt(g) of row i.
func (f *Fit) inflation(i int) float64 {
	switch f.opts.Robust {
	case HC1:
		return math.Sqrt(float64(f.N) / f.DF)
	case HC2:
		return 1 / math.Sqrt(1-f.hat[i])
	case HC3:
		return 1 / (1 - f.hat[i])
	}
	return 1
}

// leverages sets hat where HC2 and HC3 need it. A row that decides a coefficient
// alone has leverage 1 and leaves them 0/0.
func (f *Fit) leverages() error {
	if !slices.Contains([]Robust{HC2, HC3}, f.opts.Robust) {
		return nil
	}
	f.hat = make([]float64, f.N)
	for i := range f.hat {
		h := f.leverage(f.design.a.RawRowView(i))
		f.hat[i] = h * h
		if f.hat[i] > 1-1e-10 {
			return fmt.Errorf("%w: row %d alone decides a coefficient (leverage 1), and %s divides by 0 there; use HC1 or leave the row out", ErrLeverage, i+1, f.opts.Robust)
		}
	}
	return nil
}

// backward returns R⁻¹ u.
func (f *Fit) backward(u []float64) []float64 {
	v := slices.Clone(u)
	for i := len(v) - 1; i >= 0; i-- {
		for j := i + 1; j < len(v); j++ {
			v[i] -= f.r[i][j] * v[j]
		}
		v[i] /= f.r[i][i]
	}
	return v
}

package forecasts

import "math"

// A rateFit is the regression of one pool of series: a level for each, a common trend
// and a trend of its own for each.
type rateFit struct {
	series       []*rateSeries
	n            float64 // values
	phi, alpha   float64 // variance φμ, or μ + αμ²
	mean         float64 // of values
	coefficients float64 // penalised ones by their share
}

// A rateSeries is one series of the regression.
type rateSeries struct {
	cell                   int // place among the pool's cells
	y, exposure, x, weight []float64
	level, trend           float64 // of log usage, at x = 0 and a year
}

// mu returns the expected value at t.
func (s *rateSeries) mu(t int) float64 {
	return s.exposure[t] * math.Exp(s.level+s.trend*s.x[t])
}

// chi2 is Pearson's, Σ w (y−μ)²/(μ+αμ²).
func (f *rateFit) chi2(alpha float64) float64 {
	var sum float64
	for _, s := range f.series {
		for t, y := range s.y {
			mu := s.mu(t)
			sum += s.weight[t] * (y - mu) * (y - mu) / (mu + alpha*mu*mu)
		}
	}
	return sum
}

// likelyAlpha makes χ² equal to its degrees of freedom, by bisection; 0 where it is
// below them without α.
func (f *rateFit) likelyAlpha() float64 {
	df := f.n - f.coefficients
	if f.chi2(0) <= df {
		return 0
	}
	low, high := 0.0, 1.0
	for f.chi2(high) > df && high < 1e9 {
		low, high = high, 2*high
	}
	for high-low > 1e-14*high {
		middle := (low + high) / 2
		if middle == low || middle == high {
			break
		}
		if f.chi2(middle) > df {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// A rateSlope is what weighted least squares needs of one series to find its line:
// weighted means of x and of the working response z, and Σw(x−x̄)², Σw(x−x̄)z.
type rateSlope struct{ x, z, xx, xz float64 }

// solve iterates reweighted least squares with ridges from φ:
//
//	w = weight·μ/(1+αμ),  z = log usage + (y−μ)/μ
//	argmin Σ w (z − a_i − s_i x)² + (φ/0.01²) Σ (s_i − b)² + (φ/0.02²) b²
//
// Levels, then the series' own trends s_i, follow from b in closed form (with
// κ = 0.01²/φ), so that a step costs time in proportion to the values:
//
//	b   = Σ c/(1+κA) / ( φ/0.02² + Σ A/(1+κA) ),  A = Σw(x−x̄)²,  c = Σw(x−x̄)z
//	s_i = (b + κc)/(1 + κA),  a_i = z̄ − s_i x̄
//
// No step changes a fitted log usage by more than 2, which keeps exp in range.
func (f *rateFit) solve(phi float64) error {
	ridge, kappa := phi/(commonTrendSD*commonTrendSD), ownTrendSD*ownTrendSD/phi
	slopes := make([]rateSlope, len(f.series))
	for range rateRounds {
		var up, down, own, common float64
		for i, s := range f.series {
			slopes[i] = f.slope(s)
			free := 1 / (1 + kappa*slopes[i].xx)
			up += slopes[i].xz * free
			down += slopes[i].xx * free
			own += 1 - free
			common += slopes[i].xx * free * free
		}
		f.coefficients = float64(len(f.series)) + own + common/(ridge+down)
		moved := f.step(slopes, up/(ridge+down), kappa)
		if math.IsNaN(moved) {
			return errUnsettled
		}
		if moved <= 1e-10 {
			return nil
		}
	}
	return errUnsettled
}

// slope sums one series at the present fit.
func (f *rateFit) slope(s *rateSeries) rateSlope {
	var v rateSlope
	var sum float64
	w, z := make([]float64, len(s.y)), make([]float64, len(s.y))
	for t, y := range s.y {
		mu := s.mu(t)
		w[t] = s.weight[t] * mu / (1 + f.alpha*mu)
		z[t] = s.level + s.trend*s.x[t] + (y-mu)/mu
		sum += w[t]
		v.x += w[t] * s.x[t]
		v.z += w[t] * z[t]
	}
	v.x, v.z = v.x/sum, v.z/sum
	for t := range s.y {
		v.xx += w[t] * (s.x[t] - v.x) * (s.x[t] - v.x)
		v.xz += w[t] * (s.x[t] - v.x) * (z[t] - v.z)
	}
	return v
}

// step goes towards the least squares with common trend b and returns the largest
// change of a fitted log usage that it asked for.
func (f *rateFit) step(slopes []rateSlope, b, kappa float64) float64 {
	var most float64
	levels, trends := make([]float64, len(slopes)), make([]float64, len(slopes))
	for i, s := range f.series {
		v := slopes[i]
		trend := (b + kappa*v.xz) / (1 + kappa*v.xx)
		trends[i] = trend - s.trend
		levels[i] = v.z - trend*v.x - s.level
		for _, x := range s.x {
			most = max(most, math.Abs(levels[i]+trends[i]*x)) // NaN if any is
		}
	}
	part := 2 / max(most, 2)
	for i, s := range f.series {
		s.level += part * levels[i]
		s.trend += part * trends[i]
	}
	return most
}

package forecasts

import "math"

// ses is simple exponential smoothing:
//
//	l[t] = α y[t] + (1−α) l[t−1],  mean(h) = l[n]
//
// with 1e-4 ≤ α ≤ .9999 and l[0] of least squared one-step errors. It needs 3
// values. A constant history stays constant. Seasonal data are adjusted first (see
// adjust).
//
// Source: Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential
// Smoothing, section 2.3, model ETS(A,N,N).
var ses Model = perSeries{
	name: "ses",
	need: 3,
	path: adjusted(damping, func(y []float64, _, horizon int) []float64 {
		return flat(fitLevel(y).level, horizon)
	}),
}

const (
	leastAlpha = 1e-4
	mostAlpha  = 0.9999
)

// A levelFit is a history smoothed exponentially at its best.
type levelFit struct {
	alpha, start, level float64 // level is l[n]
	sse                 float64 // sum of squared one-step errors
}

// fitLevel searches α; l[0] follows in closed form.
func fitLevel(y []float64) levelFit {
	alpha := lowest(func(a float64) float64 { return levelAt(y, a).sse }, leastAlpha, mostAlpha, 21, 1e-7)
	return levelAt(y, alpha)
}

// levelAt smooths at a given α. With l[0] = y[1] + d the one-step errors are
// e[t] − d k[t], k[t] = (1−α)^(t−1), e being those with d = 0: least squares gives
// d = Σek/Σk².
func levelAt(y []float64, alpha float64) levelFit {
	var ee, ek, kk float64
	level, k := y[0], 1.0
	for _, v := range y {
		e := v - level
		ee += e * e
		ek += e * k
		kk += k * k
		level += alpha * e
		k *= 1 - alpha
	}
	d := ek / kk
	return levelFit{alpha: alpha, start: y[0] + d, level: level + d*k, sse: math.Max(0, ee-d*ek)}
}

package forecasts

// damped is Holt's trend, damped:
//
//	μ = l + φ b;  e = y − μ;  l' = μ + α e;  b' = φ b + β e
//	mean(h) = l + (φ + … + φ^h) b
//
// with 1e-4 ≤ β ≤ α/m, α ≤ .9999, m periods a year, .80 ≤ φ ≤ .98 and the first l and b of least squared
// errors. It needs 5 values. A constant history stays constant. Seasonal data are
// adjusted first (see adjust).
//
// Source: Gardner and McKenzie (1985), Management Science 31; Hyndman, Koehler, Ord
// and Snyder (2008), section 2.3, ETS(A,Ad,N).
var damped Model = perSeries{
	name: "damped",
	need: 5,
	path: adjusted(damping, dampedPath),
}

func dampedPath(y []float64, m, horizon int) []float64 { return fitTrend(y, m, true).path(horizon) }

package forecasts

// holt is Holt's linear trend:
//
//	μ = l + b;  e = y − μ;  l' = μ + α e;  b' = b + β e;  mean(h) = l + h b
//
// with 1e-4 ≤ β ≤ α/m, α ≤ .9999, m periods a year, and the first l and b of least squared errors. It needs
// 5 values. A constant history stays constant. Seasonal data are adjusted first (see
// adjust).
//
// Source: Hyndman, Koehler, Ord and Snyder (2008), section 2.3, ETS(A,A,N).
var holt Model = perSeries{
	name: "holt",
	need: 5,
	path: adjusted(damping, func(y []float64, m, horizon int) []float64 {
		return fitTrend(y, m, false).path(horizon)
	}),
}

package forecasts

// naive repeats the last observation: mean(h) = y[n]. It needs 1 value and is
// always in the pool, since it often wins on yearly series.
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
// 3rd ed., section 5.2.
var naive Model = perSeries{
	name: "naive",
	need: 1,
	path: func(h history, horizon int) ([]float64, error) {
		return flat(h.y[len(h.y)-1], horizon), nil
	},
}

package forecasts

// naive2 repeats the last seasonally adjusted observation, with the season put back
// by undamped classical factors: the benchmark of OWA. It needs one year. Yearly
// series have no season: the error wraps [ErrNoSeason], and naive stands for it.
//
// Source: Makridakis, Spiliotis and Assimakopoulos (2020), The M4 Competition,
// International Journal of Forecasting 36, section 2.
var naive2 Model = perSeries{
	name: "naive2",
	need: 1,
	path: func(h history, horizon int) ([]float64, error) {
		if err := h.seasons(1); err != nil {
			return nil, err
		}
		return adjusted(classical, func(y []float64, _, horizon int) []float64 {
			return flat(y[len(y)-1], horizon)
		})(h, horizon)
	},
}

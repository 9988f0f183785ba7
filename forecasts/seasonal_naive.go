package forecasts

// seasonalNaive repeats the last year, mean(h) = y[n + h − m·⌈h/m⌉] with m periods a
// year. It needs one year. Yearly series have no season: the error wraps
// [ErrNoSeason].
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
// 3rd ed., section 5.2.
var seasonalNaive Model = perSeries{
	name: "seasonal_naive",
	need: 1,
	path: func(h history, horizon int) ([]float64, error) {
		if err := h.seasons(1); err != nil {
			return nil, err
		}
		year := h.y[len(h.y)-h.frequency:]
		path := make([]float64, horizon)
		for i := range path {
			path[i] = year[i%h.frequency]
		}
		return path, nil
	},
}

// seasons refuses yearly series, and histories under the given number of years.
func (h history) seasons(years int) error {
	if h.frequency == 1 {
		return ErrNoSeason
	}
	return h.check(years * h.frequency)
}

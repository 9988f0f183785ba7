package forecasts

// flat3 repeats the mean of the last three years, mean(h) = mean(y[n-2..n]) for
// yearly series: the baseline that demography must beat. It needs three years.
var flat3 Model = perSeries{
	name: "flat3",
	need: 3,
	path: func(h history, horizon int) ([]float64, error) {
		if err := h.check(3 * h.frequency); err != nil {
			return nil, err
		}
		return flat(mean(h.recent()), horizon), nil
	},
}

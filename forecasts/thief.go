package forecasts

// thief is a temporal hierarchy: quarterly and monthly histories are forecast at every
// length of period that divides the year, each level from its own history, and the
// levels are made to agree (agree). Long periods show the trend, short ones the season,
// and the errors of their models are not the same.
//
// A level with a season, the history itself among them, is forecast by the mean of ets,
// arima and theta, as mean3; years by the mean of drift and dotm, which do best on public
// yearly series. Models and levels that the history is too short for are left out.
//
// It needs one year. A constant history stays constant. Yearly series have no season: the
// error wraps [ErrNoSeason].
//
// Source: Athanasopoulos, Hyndman, Kourentzes and Petropoulos (2017), Forecasting with
// temporal hierarchies, European Journal of Operational Research 262(1), section 2.
var thief Model = perSeries{
	name: "thief",
	need: 1,
	path: func(h history, horizon int) ([]float64, error) {
		if err := h.seasons(1); err != nil {
			return nil, err
		}
		m := h.frequency
		years := (horizon + m - 1) / m
		var levels []temporalLevel
		for _, k := range divisors(m) {
			path, err := levelPath(history{frequency: m / k, y: blocks(h.y, k)}, years*m/k)
			if err == nil {
				levels = append(levels, temporalLevel{k, path})
			} else if k == 1 {
				return nil, err
			}
		}
		return agree(levels, m)[:horizon], nil
	},
}

var (
	seasonLevel = []Model{ets, arima, theta}
	yearLevel   = []Model{drift, dotm}
)

// levelPath is the mean of the level's models that can do its history.
func levelPath(h history, horizon int) ([]float64, error) {
	parts := seasonLevel
	if h.frequency == 1 {
		parts = yearLevel
	}
	paths := make([][]Path, len(parts))
	for k, part := range parts {
		mean, err := part.(perSeries).fit(h, horizon)
		paths[k] = []Path{{Mean: mean, Err: err}}
	}
	path := combination{of: mean}.combine(paths)[0]
	return path.Mean, path.Err
}

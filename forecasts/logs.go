package forecasts

import (
	"fmt"
	"math"
)

// The log variants forecast logarithms and return to the unit by exp, so that the
// path is the median, not the mean: growth stays a percentage. A season is additive
// in logarithms. They need what their model needs and only values above 0; else the
// error wraps [ErrNotAbove0].
var (
	logDamped = logged("log_damped", 5, additive(dampedPath))
	logTheta  = logged("log_theta", 3, additive(thetaPath))
	logETS    = logged("log_ets", 5, func(y []float64, m, horizon int) []float64 {
		return etsPath(y, m, horizon, false)
	})
)

func logged(name string, need int, path func(y []float64, m, horizon int) []float64) Model {
	return perSeries{
		name: name,
		need: need,
		path: func(h history, horizon int) ([]float64, error) {
			logs := make([]float64, len(h.y))
			for i, v := range h.y {
				if v <= 0 {
					return nil, fmt.Errorf("%w: %v at period %d", ErrNotAbove0, v, h.first+i)
				}
				logs[i] = math.Log(v)
			}
			out := path(logs, h.frequency, horizon)
			for i, v := range out {
				out[i] = math.Exp(v)
			}
			return out, nil
		},
	}
}

// additive takes a damped additive season out before a path and puts it back after.
func additive(path func(y []float64, m, horizon int) []float64) func(y []float64, m, horizon int) []float64 {
	return func(y []float64, m, horizon int) []float64 {
		s := seasonOf(y, m, false, damping)
		return s.restore(path(s.remove(y), m, horizon), len(y))
	}
}

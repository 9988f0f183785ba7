package forecasts

import "fmt"

// demography carries the mean usage of the last three years along the projected
// population, which is what most municipalities do today:
//
//	mean(h) = N[n+h] * mean(y[t]/N[t], t = n-2..n)
//
// for yearly series, N being the newest vintage of the exposure. It needs three
// years of values with exposure, and exposure at every period of the horizon;
// without that, or with N at or below 0, the error wraps [ErrNoExposure]. A
// constant history grows with the population.
var demography Model = perSeries{
	name: "demography",
	need: 3,
	path: func(h history, horizon int) ([]float64, error) {
		if err := h.check(3 * h.frequency); err != nil {
			return nil, err
		}
		recent := h.recent()
		usage, err := rates(h.series, h.end()-len(recent)+1, recent)
		if err != nil {
			return nil, err
		}
		return carry(h.series, h.end()+1, flat(mean(usage), horizon))
	},
}

// rates divides values by the exposure of their periods, the first at index first.
func rates(s Series, first int, values []float64) ([]float64, error) {
	return byExposure(s, first, values, func(v, n float64) float64 { return v / n })
}

// carry multiplies rates by the exposure of their periods.
func carry(s Series, first int, rates []float64) ([]float64, error) {
	return byExposure(s, first, rates, func(v, n float64) float64 { return v * n })
}

func byExposure(s Series, first int, values []float64, op func(v, n float64) float64) ([]float64, error) {
	exposure := newest(s.Exposure)
	out := make([]float64, len(values))
	for i, v := range values {
		n := exposure.at(first + i)
		if !finite(n) || n <= 0 {
			return nil, fmt.Errorf("%w: %v at period %d", ErrNoExposure, n, first+i)
		}
		out[i] = op(v, n)
	}
	return out, nil
}

package forecasts

import (
	"errors"
	"slices"
)

// median is the median, period by period, of damped, theta, dotm and ets: smoothing
// methods that err in different ways. A part that cannot do a series is left out; if
// none can, the error is that of all.
//
// Source: Petropoulos and Svetunkov (2020), A simple combination of univariate
// models, International Journal of Forecasting 36, section 2.
var median = medianOf{name: "median", parts: []Model{damped, theta, dotm, ets}}

// A medianOf combines other models. Where they are in the pool themselves its points
// are taken from theirs, so that nothing is fitted twice.
type medianOf struct {
	name  string
	parts []Model
}

// Name implements [Model].
func (m medianOf) Name() string { return m.name }

// Fit implements [Model].
func (m medianOf) Fit(p Panel, horizon int) ([]Path, error) {
	parts := make([][]Path, len(m.parts))
	for k, part := range m.parts {
		var err error
		if parts[k], err = part.Fit(p, horizon); err != nil {
			return nil, err
		}
	}
	return m.combine(parts), nil
}

// combine takes the parts' paths.
func (m medianOf) combine(parts [][]Path) []Path {
	paths := make([]Path, len(parts[0]))
	for i := range paths {
		var errs []error
		var means [][]float64
		for _, part := range parts {
			if part[i].Err != nil {
				errs = append(errs, part[i].Err)
			} else {
				means = append(means, part[i].Mean)
			}
		}
		if len(means) == 0 {
			paths[i].Err = errors.Join(errs...)
			continue
		}
		paths[i].Mean = make([]float64, len(means[0]))
		values := make([]float64, len(means))
		for h := range paths[i].Mean {
			for k := range means {
				values[k] = means[k][h]
			}
			paths[i].Mean[h] = middle(values)
		}
	}
	return paths
}

// middle is the median of values, which it sorts; of an even number the mean of the
// two in the middle.
func middle(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// within finds the parts in a pool; ok is false unless all are there.
func (m medianOf) within(pool []Model) (parts []int, ok bool) {
	for _, part := range m.parts {
		k := slices.IndexFunc(pool, func(other Model) bool { return other.Name() == part.Name() })
		if k < 0 {
			return nil, false
		}
		parts = append(parts, k)
	}
	return parts, true
}

// combinations returns, for each model of a pool whose points come from others in
// it, the places of these.
func combinations(pool []Model) map[int][]int {
	found := make(map[int][]int)
	for i, m := range pool {
		if c, ok := m.(medianOf); ok {
			if parts, ok := c.within(pool); ok {
				found[i] = parts
			}
		}
	}
	return found
}

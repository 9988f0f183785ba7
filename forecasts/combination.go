package forecasts

import (
	"errors"
	"slices"
)

// median is the median, period by period, of damped, theta, dotm, ets and, for
// quarterly and monthly series, arima: methods that err in different ways. A part
// that cannot do a series is left out; if none can, the error is that of all.
//
// Source: Petropoulos and Svetunkov (2020), A simple combination of univariate
// models, International Journal of Forecasting 36, section 2.
var median = combination{name: "median", of: middle, parts: []Model{damped, theta, dotm, ets, arima}}

// mean3 is the mean, period by period, of ets, arima and theta; of yearly series, of
// ets and theta. Parts that cannot do a series are left out as in median.
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd
// ed., section 13.4.
var mean3 = combination{name: "mean3", of: mean, parts: []Model{ets, arima, theta}}

// A combination is made of other models. Where they are in the pool themselves its
// points are taken from theirs, so that nothing is fitted twice.
type combination struct {
	name  string
	of    func(values []float64) float64 // may reorder them
	parts []Model
}

// Name implements [Model].
func (m combination) Name() string { return m.name }

// Fit implements [Model].
func (m combination) Fit(p Panel, horizon int) ([]Path, error) {
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
func (m combination) combine(parts [][]Path) []Path {
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
			paths[i].Mean[h] = m.of(values)
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
func (m combination) within(pool []Model) (parts []int, ok bool) {
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
		if c, ok := m.(combination); ok {
			if parts, ok := c.within(pool); ok {
				found[i] = parts
			}
		}
	}
	return found
}

package forecasts

import (
	"fmt"
	"math"
)

// A pooled wraps a model of usage that estimates the series of a service together.
// A series takes part with at least three years of values of 0 or more with exposure
// above 0, and needs exposure at every period of the horizon. Its forecast is
// estimated usage times the newest vintage of the exposure.
type pooled struct {
	name string
	// estimate returns the usage curve of each cell, in their order.
	estimate func(cells []usageCell) ([]usageCurve, error)
}

// A usageCell is the history of one series of a pool.
type usageCell struct {
	history
	exposure []float64 // beside y, above 0
	last     int       // the panel's last period
}

// A usageCurve gives usage, value per unit of exposure, in years after the panel's
// last period.
type usageCurve func(years float64) float64

// poolLeast is the fewest series whose service is a pool of its own.
const poolLeast = 3

// Name implements [Model].
func (m pooled) Name() string { return m.name }

// Fit implements [Model].
func (m pooled) Fit(p Panel, horizon int) ([]Path, error) {
	if horizon < 1 {
		panic(fmt.Sprintf("forecasts: horizon %d is less than 1", horizon))
	}
	last := p.Last()
	paths, cells, usable := make([]Path, len(p.Series)), make([]usageCell, len(p.Series)), make([]bool, len(p.Series))
	for i, s := range p.Series {
		var err error
		if cells[i], err = newUsageCell(newHistory(s, p.Frequency, last), last); err != nil {
			paths[i].Err = fmt.Errorf("%s: %w", s.Key, err)
		}
		usable[i] = err == nil
	}
	for _, q := range p.pools(usable, poolLeast) {
		curves, err := m.curves(cells, q)
		for _, i := range q.takers {
			var mean []float64
			if err == nil {
				mean, paths[i].Err = cells[i].carried(curves[i], horizon)
			} else {
				paths[i].Err = err
			}
			if paths[i].Err != nil {
				paths[i].Err = fmt.Errorf("%s: %w", p.Series[i].Key, paths[i].Err)
				continue
			}
			paths[i].Mean = mean
		}
	}
	return paths, nil
}

// curves estimates the members of a pool, by place in the panel.
func (m pooled) curves(cells []usageCell, q pool) (map[int]usageCurve, error) {
	members := make([]usageCell, len(q.members))
	for k, i := range q.members {
		members[k] = cells[i]
	}
	estimated, err := m.estimate(members)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	out := make(map[int]usageCurve, len(estimated))
	for k, i := range q.members {
		out[i] = estimated[k]
	}
	return out, nil
}

// newUsageCell refuses a history that the pooled models cannot read.
func newUsageCell(h history, last int) (usageCell, error) {
	if err := h.check(3 * h.frequency); err != nil {
		return usageCell{}, err
	}
	if len(h.series.Exposure) == 0 {
		return usageCell{}, fmt.Errorf("%w: the series has none", ErrNoExposure)
	}
	h, _, err := usage(h)
	if err != nil {
		return usageCell{}, err
	}
	if n := len(h.y); n < 3*h.frequency {
		return usageCell{}, fmt.Errorf("%w: only %d periods have it, at least %d are needed", ErrNoExposure, n, 3*h.frequency)
	}
	c := usageCell{history: h, last: last, exposure: make([]float64, len(h.y))}
	vintage := newest(h.series.Exposure)
	for t, y := range h.y {
		if y < 0 {
			return usageCell{}, fmt.Errorf("%w: %v at period %d; counts of persons are 0 or more", ErrRefused, y, h.first+t)
		}
		c.exposure[t] = vintage.at(h.first + t)
	}
	return c, nil
}

// years returns the time of the value at t, in years after the panel's last period.
func (c usageCell) years(t int) float64 {
	return float64(c.first+t-c.last) / float64(c.frequency)
}

// carried multiplies a curve by the exposure of the horizon.
func (c usageCell) carried(curve usageCurve, horizon int) ([]float64, error) {
	rates := make([]float64, horizon)
	for i := range rates {
		rates[i] = curve(float64(i+1) / float64(c.frequency))
	}
	path, err := carry(c.series, c.last+1, rates)
	if err != nil {
		return nil, err
	}
	for _, v := range path {
		if math.IsInf(v, 0) {
			return nil, fmt.Errorf("%w: the path grows out of range", ErrRefused)
		}
	}
	return path, nil
}

func total(xs []float64) float64 {
	var sum float64
	for _, x := range xs {
		sum += x
	}
	return sum
}

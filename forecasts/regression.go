package forecasts

import (
	"fmt"

	"opdrift/forecasts/regress"
)

// regression forecasts usage by guarded least squares, with demography as an
// offset: usage is value/exposure (the value itself where there is no exposure),
// and the forecast usage is multiplied by the projected exposure.
//
// A series with drivers has its own equation on at most two of them, the first
// two as listed, over the periods of its history:
//
//	u[t] = a + b1*x1[t] + b2*x2[t] + e[t],  mean(h) = N[n+h] * û[n+h]
//
// A series without drivers is too short for an equation of its own. It shares a
// relative trend b with its group, and its level is that of the last three years:
//
//	u[i,t]/ū[i] − 1 = b*(t − t̄[i]) + e[i,t]            (all series i of the group)
//	mean(h) = N[n+h] * ( ū3 + ū*b*(t[n+h] − t̄3) )      (3: over the last three years)
//
// over the last ten years; ū and t̄ are means of the series. Means being taken out
// series by series, this is the fixed-effects (within) estimator; the level is
// recent, not that of ten years, because usage shifts. The group is the narrowest
// with 30 such series, else the widest.
//
// It needs three years of values with exposure, three points more than
// coefficients, and without drivers a mean usage above 0. What the guard of
// package regress refuses (constant or collinear drivers, too few points) is the
// series' error, wrapping [ErrRefused].
//
// Source: Wooldridge, Introductory Econometrics, section 14.1 (within estimator).
type regression struct{}

const (
	maxDrivers = 2
	trendYears = 10
	trendPool  = 30
)

// Name implements [Model].
func (regression) Name() string { return "regression" }

// Fit implements [Model].
func (regression) Fit(p Panel, horizon int) ([]Path, error) {
	trends := newTrends(p)
	return perSeries{
		name: "regression",
		need: 3,
		path: func(h history, horizon int) ([]float64, error) {
			if len(h.series.Drivers) > 0 {
				return onDrivers(h, horizon)
			}
			return trends.path(h, horizon)
		},
	}.Fit(p, horizon)
}

// usage returns the history over its exposure, or as it is without exposure. The
// history is cut to its newest stretch with exposure.
func usage(h history) (history, []float64, error) {
	if len(h.series.Exposure) == 0 {
		return h, h.y, nil
	}
	exposure := newest(h.series.Exposure)
	start := len(h.y)
	for start > 0 && exposure.at(h.first+start-1) > 0 {
		start--
	}
	h.first, h.y = h.first+start, h.y[start:]
	if len(h.y) == 0 {
		return h, nil, fmt.Errorf("%w: none at period %d", ErrNoExposure, h.end())
	}
	u, err := rates(h.series, h.first, h.y)
	return h, u, err
}

// volume undoes usage for the periods after the history.
func volume(h history, usage []float64) ([]float64, error) {
	if len(h.series.Exposure) == 0 {
		return usage, nil
	}
	return carry(h.series, h.end()+1, usage)
}

// onDrivers fits one series on its own drivers.
func onDrivers(h history, horizon int) ([]float64, error) {
	h, y, err := usage(h)
	if err != nil {
		return nil, err
	}
	drivers := h.series.Drivers[:min(maxDrivers, len(h.series.Drivers))]
	rows, err := driverRows(drivers, h.first, len(y)+horizon)
	if err != nil {
		return nil, err
	}
	opts := regress.Options{}
	for _, d := range drivers {
		opts.Names = append(opts.Names, d.Name)
	}
	fit, err := regress.OLS(rows[:len(y)], y, opts)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	path := make([]float64, horizon)
	for i := range path {
		path[i], _, _ = fit.Predict(rows[len(y)+i], 0.95)
	}
	return volume(h, path)
}

// driverRows returns n rows of driver values from index first on.
func driverRows(drivers []Driver, first, n int) ([][]float64, error) {
	rows := make([][]float64, n)
	for j, d := range drivers {
		v := newest(d.Vintages)
		for i := range rows {
			x := v.at(first + i)
			if !finite(x) {
				return nil, fmt.Errorf("%w: %s has no value at period %d", ErrNoDriver, d.Name, first+i)
			}
			if j == 0 {
				rows[i] = make([]float64, len(drivers))
			}
			rows[i][j] = x
		}
	}
	return rows, nil
}

// path extends the recent level of one series along its group's trend.
func (t trends) path(h history, horizon int) ([]float64, error) {
	own, err := newTrendSeries(h)
	if err != nil {
		return nil, err
	}
	pool := t[trendGroup(h.series, t)]
	if pool.err != nil {
		return nil, pool.err
	}
	years := 3 * h.frequency
	level, step := mean(own.usage[len(own.usage)-years:]), own.mean*pool.slope
	ahead := float64(years+1) / 2 // from the middle of the recent years to n+1
	path := make([]float64, horizon)
	for i := range path {
		path[i] = level + step*(ahead+float64(i))
	}
	return volume(h, path)
}

package pipeline

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"opdrift/forecasts"
	"opdrift/pipeline/config"
)

// A WhatIfRow is one measure of a service in one year, as forecast and with what is
// assumed. Persons are full-year persons; amounts are kroner (the project's
// currency). Intervals are the central 80 %.
type WhatIfRow struct {
	Year        int64   `col:"year"`
	Measure     string  `col:"measure"`
	PriceBasis  string  `col:"price_basis"` // none, fixed or current
	Baseline    float64 `col:"baseline_mean"`
	BaselineP10 float64 `col:"baseline_p10"`
	BaselineP90 float64 `col:"baseline_p90"`
	WhatIf      float64 `col:"what_if_mean"`
	WhatIfP10   float64 `col:"what_if_p10"`
	WhatIfP90   float64 `col:"what_if_p90"`
	Difference  float64 `col:"difference"` // of the means, what-if less baseline
}

// WhatIf runs the stages that a forecast needs, publishes nothing, and returns the
// forecast of one service over all municipalities of the project, beside the one
// with the settings. Both come from the same draws, so the difference is that of
// the settings and not of chance. Without settings the two are equal.
func WhatIf(ctx context.Context, cfg config.Config, opts Options, service string, settings []Setting) ([]WhatIfRow, error) {
	var rows []WhatIfRow
	err := beforeForecast(ctx, cfg, opts, func(r *run) error {
		if err := checkSettings(settings, r.calendar.future()); err != nil {
			return err
		}
		base, err := foresee(ctx, r)
		if err != nil {
			return err
		}
		if err := base.offers(service); err != nil {
			return err
		}
		other, err := r.reconsider(ctx, base, service, settings)
		if err != nil {
			return err
		}
		rows, err = r.compare(base, other, service)
		return err
	})
	return rows, err
}

// beforeForecast runs the stages before the forecast, and then what is given, on a
// run that holds no lock and publishes nothing.
func beforeForecast(ctx context.Context, cfg config.Config, opts Options, then func(*run) error) error {
	opts.Compare = "none" // nothing is published that could have moved
	r := &run{cfg: cfg, opts: opts, log: opts.Log, started: opts.Now()}
	last := slices.IndexFunc(stages, func(s stage) bool { return s.name == "forecast" })
	list := append(slices.Clone(stages[:last]), stage{"forecast", func(context.Context, *run) error { return then(r) }})
	err := r.all(ctx, list)
	if closed := r.close(); err == nil {
		err = closed
	}
	return err
}

// offers refuses a service that is not forecast.
func (f *future) offers(service string) error {
	var there []string
	for _, item := range f.items {
		if !slices.Contains(there, item.key.service) {
			there = append(there, item.key.service)
		}
	}
	if slices.Contains(there, service) {
		return nil
	}
	slices.Sort(there)
	return requestErrorf("service %q is not forecast: want one of %s", service, strings.Join(there, ", "))
}

// reconsider is the forecast with the settings.
func (r *run) reconsider(ctx context.Context, base *future, service string, settings []Setting) (*future, error) {
	other := *base
	for _, s := range settings {
		if s.Name != "population" {
			continue
		}
		again := *r
		var err error
		if again.population, err = r.populationVariant(ctx, s.Variant); err != nil {
			return nil, err
		}
		made, err := foresee(ctx, &again)
		if err != nil {
			return nil, err
		}
		other = *made
	}
	volume, price, err := r.factors(base, service, settings)
	if err != nil {
		return nil, err
	}
	other.result.Series = slices.Clone(other.result.Series)
	times := map[int][]float64{} // by series; the price is shared by bands
	for _, item := range other.items {
		if item.key.service != service {
			continue
		}
		if item.volume == none {
			times[item.spending] = price
			continue
		}
		times[item.volume], times[item.price] = volume, price
	}
	for _, i := range slices.Sorted(maps.Keys(times)) {
		other.result.Series[i] = scaled(other.result.Series[i], times[i])
	}
	return &other, nil
}

// factors multiplies the settings by year.
func (r *run) factors(f *future, service string, settings []Setting) (volume, price []float64, err error) {
	volume, price = ones(len(f.years)), ones(len(f.years))
	for _, s := range settings {
		if s.Name == "volume" || s.Name == "inflow" {
			if !f.hasVolume(service) {
				return nil, nil, requestErrorf("%s: service %q has no volume, only spending: set price", s.Name, service)
			}
		}
		hazard := 0.0
		if s.Name == "inflow" {
			if hazard, err = r.leaving(f, service); err != nil {
				return nil, nil, err
			}
		}
		from := max(s.From, f.years[0])
		for h, year := range f.years {
			if year < from {
				continue
			}
			switch s.Name {
			case "volume":
				volume[h] *= s.Factor
			case "price":
				price[h] *= s.Factor
			case "inflow":
				volume[h] *= 1 + (s.Factor-1)*renewed(hazard, int(year-from))
			}
		}
	}
	return volume, price, nil
}

func ones(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// hasVolume reports whether the service is forecast as volume times unit cost.
func (f *future) hasVolume(service string) bool {
	return slices.ContainsFunc(f.items, func(i forecastCell) bool { return i.key.service == service && i.volume != none })
}

// scaled is a forecast times a factor a year, draw by draw.
func scaled(s forecasts.SeriesForecast, factors []float64) forecasts.SeriesForecast {
	s.Mean, s.Quantiles, s.Draws = slices.Clone(s.Mean), slices.Clone(s.Quantiles), slices.Clone(s.Draws)
	for h, factor := range factors {
		s.Mean[h] *= factor
		q := s.Quantiles[h]
		s.Quantiles[h] = forecasts.Quantiles{
			P025: q.P025 * factor, P10: q.P10 * factor, P25: q.P25 * factor, P50: q.P50 * factor,
			P75: q.P75 * factor, P90: q.P90 * factor, P975: q.P975 * factor,
		}
		if s.Draws == nil {
			continue
		}
		s.Draws[h] = slices.Clone(s.Draws[h])
		for d := range s.Draws[h] {
			s.Draws[h][d] *= float32(factor)
		}
	}
	return s
}

// compare puts the sums of a service side by side.
func (r *run) compare(base, other *future, service string) ([]WhatIfRow, error) {
	before, err := base.serviceRows(r, service)
	if err != nil {
		return nil, err
	}
	other.held = base.held // settings say nothing of how wrong draws are
	after, err := other.serviceRows(r, service)
	if err != nil {
		return nil, err
	}
	var out []WhatIfRow
	for i, b := range before {
		a := after[i]
		out = append(out, WhatIfRow{
			Year: b.Year, Measure: b.Measure, PriceBasis: b.PriceBasis,
			Baseline: b.Mean, BaselineP10: b.P10, BaselineP90: b.P90,
			WhatIf: a.Mean, WhatIfP10: a.P10, WhatIfP90: a.P90, Difference: difference(a, b),
		})
	}
	return out, nil
}

// difference is in whole øre for amounts, as the means are.
func difference(a, b totalRow) float64 {
	if a.PriceBasis == noPrices {
		return a.Mean - b.Mean
	}
	return math.Round(100*(a.Mean-b.Mean)) / 100
}

// serviceRows are the rows that a run would publish of a service's sum.
func (f *future) serviceRows(r *run, service string) ([]totalRow, error) {
	f.totals = map[totalKey]*total{}
	err := f.eachMunicipality(r, func(cells []drawnCell) error {
		for _, cell := range cells {
			means, err := f.meansOf(r, cell)
			if err != nil {
				return err
			}
			f.addUp(r, cell, means)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	key := totalKey{"service", service}
	rows := f.totals[key].rows(r, f, key, nil)
	return slices.DeleteFunc(rows, func(row totalRow) bool {
		return row.Measure == "full_year_persons" && !f.hasVolume(service) || math.IsNaN(row.Mean)
	}), nil
}

package forecasts

import (
	"context"
	"slices"
)

// samplerOf is the first model of a pool that has a posterior, -1 for none.
func samplerOf(models []Model) int {
	return slices.IndexFunc(models, func(m Model) bool { _, ok := m.(Sampler); return ok })
}

// judged are the kinds of series (the widest group) of which any has been forecast in the
// past, with an outcome in the years that calibrate intervals. Errors without a scale, of a
// series that never moves, count too.
func (s *Scores) judged() map[string]bool {
	out := map[string]bool{}
	oldest := s.panel.Last() - calibrationYears*s.panel.Frequency
	s.each(func(i, o, h, c int) {
		for m := range s.points {
			if s.Origins[o]+h+1 > oldest && finite(s.points[m][c]) && finite(s.actual(i, o, h)) {
				out[s.panel.Series[i].block()] = true
			}
		}
	})
	return out
}

// addPosterior gives series that no forecast of the past judges the draws of the first
// model with a posterior, and their quantiles. What rests on them knows the chance of few
// persons and of few years, and not that rates change; so it goes with a status of its own,
// and only where there is nothing better. Where no draw differs from another there is no
// interval.
func (r *Result) addPosterior(ctx context.Context, models []Model, looks []outlook, opts Options) error {
	k := samplerOf(models)
	var waiting []int
	for i, f := range r.Series {
		if k >= 0 && looks[i].status == NoEvidence && f.Model == models[k].Name() {
			waiting = append(waiting, i)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	drawn, err := models[k].(Sampler).Sample(ctx, r.Scores.panel, opts.Horizon, opts.Draws, opts.Seed)
	if err != nil {
		return err
	}
	for _, i := range waiting {
		f := &r.Series[i]
		if drawn[i] == nil {
			continue
		}
		rows := scaledTo(drawn[i], f.Mean) // reconciliation may have moved the path
		if last := quantilesOf(rows[len(rows)-1]); !(last.P975 > last.P025) {
			continue
		}
		f.Draws = rows
		for h, row := range rows {
			f.Quantiles[h], f.Status[h] = quantilesOf(row), Posterior
		}
	}
	return nil
}

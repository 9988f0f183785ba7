package forecasts

import "slices"

// samplerOf is the first model of a pool that has a posterior, -1 for none.
func samplerOf(models []Model) int {
	return slices.IndexFunc(models, func(m Model) bool { _, ok := m.(Sampler); return ok })
}

// judged are the kinds of series (the widest group) of which any has been forecast in the
// past and scored.
func (s *Scores) judged() map[string]bool {
	out := map[string]bool{}
	s.each(func(i, _, _, c int) {
		if finite(s.standIn(c)) {
			out[s.panel.Series[i].block()] = true
		}
	})
	return out
}

// addPosterior gives series that no forecast of the past judges the draws of the first
// model with a posterior, and their quantiles. What rests on them knows the chance of few
// persons and of few years, and not that rates change; so it goes with a status of its own,
// and only where there is nothing better.
func (r *Result) addPosterior(models []Model, looks []outlook, opts Options) error {
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
	drawn, err := models[k].(Sampler).Sample(r.Scores.panel, opts.Horizon, opts.Draws, opts.Seed)
	if err != nil {
		return err
	}
	for _, i := range waiting {
		if drawn[i] == nil {
			continue
		}
		f := &r.Series[i]
		f.Draws = scaledTo(drawn[i], f.Mean) // reconciliation may have moved the path
		for h, row := range drawn[i] {
			f.Quantiles[h], f.Status[h] = quantilesOf(row), Posterior
		}
	}
	return nil
}

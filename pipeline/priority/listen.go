package priority

import (
	"cmp"
	"math"
	"slices"
)

// Listen turns citizens' answers into rows, weights of life domains, and the
// sample that values and ranks are made of. The main results rest on what
// citizens answered themselves; what relatives and staff answered for them is
// shown beside it.
func Listen(answers []Answer, margins []Margin, ask Ask) Hearing {
	ask = ask.withDefaults()
	everyone, warnings := people(answers)
	own, proxyOnly := ownVoices(everyone)
	if len(own) == 0 {
		return Hearing{Warnings: warnings}
	}
	panel := newPanel(own, margins)
	poll := newPoll(own, ask)
	poll.shares = groupShares{ask.GroupShares, poll.populations(margins, ask, panel.facts)}
	sample := Sample{Services: poll.services, Domains: poll.domains,
		Point: poll.estimate(panel.weight), Replicates: panel.replicates(poll, ask)}
	rows := table{panel, newPanel(everyone, margins), poll, margins, proxyOnly, ask.MinAnswers}.rows()
	warnings = append(warnings, panel.warning...)
	slices.SortStableFunc(warnings, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.Survey, b.Survey), cmp.Compare(a.Margin, b.Margin), cmp.Compare(a.Code, b.Code), compareLevels(a.Level, b.Level))
	})
	return Hearing{
		Rows:     rows,
		Weights:  domainWeights(sample, poll.askedImportance()),
		Groups:   poll.groupRows(panel.weight, margins, ask),
		Surveys:  panel.facts,
		Warnings: warnings,
		Sample:   sample,
	}
}

func (a Ask) withDefaults() Ask {
	if a.GroupBy == "" {
		a.GroupBy = "target_group"
	}
	if a.GroupShares == "" {
		a.GroupShares = "population"
	}
	return a
}

// askedImportance says for all services (first) and each one whether anyone was
// asked what is important.
func (q *poll) askedImportance() []bool {
	out := make([]bool, len(q.services)+1)
	for _, u := range q.units {
		for _, x := range u.weight {
			if !math.IsNaN(x) {
				out[0], out[u.service+1] = true, true
			}
		}
	}
	return out
}

// domainWeights lists ω over all services and within each.
func domainWeights(s Sample, asked []bool) (out []DomainWeight) {
	add := func(service string, important bool, of func(Estimate) []float64) {
		for c, domain := range s.Domains {
			w := DomainWeight{Service: service, Domain: domain, Weight: of(s.Point)[c], Status: Heard}
			if math.IsNaN(w.Weight) {
				continue // not asked about this service
			}
			w.Low, w.High = s.interval(func(e Estimate) float64 { return of(e)[c] })
			if !important {
				w.Status, w.Low, w.High = "no_importance", math.NaN(), math.NaN()
			}
			out = append(out, w)
		}
	}
	add("all", asked[0], func(e Estimate) []float64 { return e.Weights })
	for k, service := range s.Services {
		add(service, asked[k+1], func(e Estimate) []float64 { return e.Of[k] })
	}
	return out
}

// interval is the 95 % interval of the replicates; NaN without any.
func (s Sample) interval(f func(Estimate) float64) (low, high float64) {
	var xs []float64
	for _, e := range s.Replicates {
		if x := f(e); !math.IsNaN(x) {
			xs = append(xs, x)
		}
	}
	return quantile(xs, 0.025), quantile(xs, 0.975)
}

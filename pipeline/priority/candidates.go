package priority

import (
	"cmp"
	"fmt"
	"slices"

	"opdrift/pipeline/money"
)

// A candidate is a measure with a start year: one item of the portfolio.
type candidate struct {
	id      string // measure@year
	measure Measure
	start   int // index into Plan.Years
	service int // index into Plan.Services
	effect  effect
	cost    []money.Ore // of each year looked at
}

// A field is the catalogue as a scenario sees it.
type field struct {
	work       *work
	years      int // of the net present value, at least those of the plan
	candidates []candidate
	ruledOut   map[string]string // measure → word of reasons
}

// candidates lists what can be chosen: measures of the scenario's kinds and
// mandatory ones, on a known service, whose prerequisites can be chosen too.
func (w *work) field() field {
	f := field{work: w, years: max(len(w.plan.Years), w.scenario.Params.NPVYears), ruledOut: map[string]string{}}
	measures := slices.Clone(w.plan.Measures)
	slices.SortFunc(measures, func(a, b Measure) int { return cmp.Compare(a.Measure, b.Measure) })
	f.work.plan.Measures = measures
	for _, m := range measures {
		if !m.Mandatory && !slices.Contains(w.scenario.Params.Kinds, m.Kind) {
			f.ruledOut[m.Measure] = "kind"
		} else if w.service(m.Service) < 0 {
			f.ruledOut[m.Measure] = "service"
		}
	}
	f.dropUnsupported(measures)
	for _, m := range measures {
		if f.ruledOut[m.Measure] != "" {
			continue
		}
		for s := range min(max(1, w.scenario.Params.StartYears), len(w.plan.Years)) {
			f.candidates = append(f.candidates, f.candidate(m, s))
		}
	}
	return f
}

// dropUnsupported rules out what requires something ruled out, until nothing
// changes.
func (f *field) dropUnsupported(measures []Measure) {
	known := map[string]bool{}
	for _, m := range measures {
		known[m.Measure] = true
	}
	for changed := true; changed; {
		changed = false
		for _, m := range measures {
			for _, r := range m.Requires {
				if f.ruledOut[m.Measure] == "" && (!known[r] || f.ruledOut[r] != "") {
					f.ruledOut[m.Measure], changed = "unsupported", true
				}
			}
		}
	}
}

func (f *field) candidate(m Measure, s int) candidate {
	w := f.work
	i := w.service(m.Service)
	p := w.scenario.Params
	c := candidate{
		id:      fmt.Sprintf("%s@%d", m.Measure, w.plan.Years[s]),
		measure: m, start: s, service: i,
		effect: effectOf(m, w.plan.Realism[m.Evidence-1], turnover(w.plan.Services[i], p), p, s, f.years),
		cost:   make([]money.Ore, f.years),
	}
	for t := s; t < f.years && (m.Horizon == 0 || t < s+m.Horizon); t++ {
		c.cost[t] = m.Yearly + m.AlternativeCost
	}
	c.cost[s] += m.OneOff
	return c
}

func (w *work) service(code string) int {
	return slices.IndexFunc(w.plan.Services, func(s Service) bool { return s.Service == code })
}

// spending is what the service would cost in year t at unchanged policy, kroner.
// After the forecast's last year it stays at that year's level.
func (f *field) spending(service, t int) float64 {
	last := len(f.work.plan.Years) - 1
	return f.work.levels[min(t, last)][service].forecast.Kroner()
}

package priority

import (
	"fmt"
	"math"
	"slices"
)

// A panel is the respondents of all surveys with weights and strata. Weights of
// a survey sum to the population that it reached.
type panel struct {
	persons []person
	weight  []float64
	design  design
	targets []target // of all surveys, each touching its own respondents only
	facts   []SurveyFact
	warning []Warning
	base    []float64
	parts   []part // one per survey
}

// A part is one survey: respondents from…to of the panel.
type part struct {
	from, to int
	targets  []target
	services int // how many it is about
}

// newPanel draws up the panel. The design weight is the population of a
// respondent's stratum per answer where the frame knows strata, else that of the
// survey per answer. A survey whose raking does not converge has weights NaN:
// its rows say so instead of showing a mean.
func newPanel(persons []person, margins []Margin) *panel {
	p := &panel{persons: persons}
	for from := 0; from < len(persons); {
		to := from
		for to < len(persons) && persons[to].survey == persons[from].survey {
			to++
		}
		p.survey(from, to, margins)
		from = to
	}
	p.strata(margins)
	return p
}

func (p *panel) survey(from, to int, margins []Margin) {
	in := p.persons[from:to]
	name := in[0].survey
	f := frameOf(name, margins, in)
	base := designWeights(in, f)
	w := slices.Clone(base)
	sweeps, trimmed, worst, converged := weighting(w, f.targets)
	fact := SurveyFact{Survey: name, Respondents: len(in), Population: f.population, Trimmed: trimmed,
		Unreached: f.unreached, Iterations: sweeps, Status: Heard}
	fact.Deff, fact.Neff = kish(w)
	if len(f.targets) == 0 {
		fact.Status, fact.Unreached = NoFrameOfSurvey, math.NaN()
	}
	if !converged {
		fact.Status, fact.Deff, fact.Neff = NotRaked, math.NaN(), math.NaN()
		f.warn(Warning{Survey: name, Margin: worst, Code: NoConvergence, Share: math.NaN(),
			Text: fmt.Sprintf("weights do not meet margin %s together with the others after %d rounds: check its counts against theirs", worst, rakeMost)})
		for i := range w {
			w[i] = math.NaN()
		}
	}
	p.facts, p.warning = append(p.facts, fact), append(p.warning, f.warnings...)
	p.weight, p.base = append(p.weight, w...), append(p.base, base...)
	p.parts = append(p.parts, part{from, to, f.targets, len(servicesOf(in))})
	for _, t := range f.targets {
		p.targets = append(p.targets, t.spread(from, len(p.persons)))
	}
}

// spread writes a survey's target for the whole panel.
func (t target) spread(from, n int) target {
	level := make([]int, n)
	for i := range level {
		level[i] = -1
	}
	copy(level[from:], t.level)
	return target{t.name, level, t.share}
}

func designWeights(in []person, f frame) []float64 {
	w := make([]float64, len(in))
	reached := f.population * (1 - f.unreached)
	for i := range w {
		w[i] = reached / float64(len(in))
	}
	for _, t := range f.targets {
		if t.name != "stratum" {
			continue
		}
		count := make([]float64, len(t.share))
		for _, l := range t.level {
			if l >= 0 {
				count[l]++
			}
		}
		for i, l := range t.level {
			if l >= 0 && t.share[l] > 0 {
				w[i] = f.population * t.share[l] / count[l]
			}
		}
	}
	scale := reached / sumOf(w)
	for i := range w {
		w[i] *= scale
	}
	return w
}

func sumOf(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x
	}
	return sum
}

// strata numbers survey × stratum. The share answered is taken from the frame's
// stratum populations; without them it counts as 0, which errs on the safe side.
func (p *panel) strata(margins []Margin) {
	population := map[[2]string]float64{}
	for _, m := range margins {
		if m.Margin == "stratum" {
			population[[2]string{m.Survey, m.Level}] += float64(m.Population)
		}
	}
	index := map[[2]string]int{}
	var count []float64
	p.design.stratum = make([]int, len(p.persons))
	for i, who := range p.persons {
		key := [2]string{who.survey, who.level["stratum"]}
		h, known := index[key]
		if !known {
			h = len(count)
			index[key] = h
			count = append(count, 0)
		}
		count[h]++
		p.design.stratum[i] = h
	}
	p.design.fraction = make([]float64, len(count))
	for key, h := range index {
		if n := population[key]; n > 0 {
			p.design.fraction[h] = min(1, count[h]/n)
		}
	}
}

// status is that of the survey a respondent belongs to.
func (p *panel) status(i int) string {
	for k, s := range p.parts {
		if i >= s.from && i < s.to {
			return p.facts[k].Status
		}
	}
	return Heard
}

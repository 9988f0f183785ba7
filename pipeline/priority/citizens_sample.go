package priority

import (
	"math"
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
	targets  []target // that its weights meet
	services int      // how many it is about
}

// newPanel draws up the panel. The design weight is the population of a
// respondent's stratum per answer where the frame knows strata, else that of the
// survey per answer. Margins that cannot be met together with the others are
// left out, and a warning names them. A survey where not even one can be met has
// weights NaN: its rows say so instead of showing a mean.
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
	got := fitTogether(base, f.targets)
	fact := SurveyFact{Survey: name, Respondents: len(in), Population: f.population, Trimmed: got.trimmed,
		Unreached: f.unreached, Iterations: got.sweeps, Status: Heard}
	for _, t := range got.left {
		fact.LeftOut = append(fact.LeftOut, t.name)
		class, is, want := t.missed(got.weights)
		f.warn(leftOut(name, t.name, f.labels[t.name][class], is, want))
	}
	if len(f.targets) == 0 {
		fact.Status, fact.Unreached = NoFrameOfSurvey, math.NaN()
	}
	if !got.converged {
		fact.Status = NotRaked
		f.warn(notRaked(name))
		for i := range got.weights {
			got.weights[i] = math.NaN()
		}
	}
	fact.Deff, fact.Neff = kish(got.weights)
	p.facts, p.warning = append(p.facts, fact), append(p.warning, f.warnings...)
	p.weight, p.base = append(p.weight, got.weights...), append(p.base, base...)
	p.parts = append(p.parts, part{from, to, got.kept, len(servicesOf(in))})
	for _, t := range got.kept {
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
	return target{t.name, level, t.share, t.slack}
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

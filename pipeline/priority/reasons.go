package priority

import (
	"slices"
	"strings"

	"opdrift/pipeline/money"
	"opdrift/pipeline/optimize"
)

// reasons are the words of Choice.Reason.
var reasons = map[string]struct{ en, da string }{
	"chosen":      {"part of the most valuable set that keeps every limit", "indgår i den mest værdifulde pakke, der holder alle grænser"},
	"mandatory":   {"must be carried out", "skal gennemføres"},
	"kind":        {"not of the kinds this scenario looks at", "ikke af de typer, scenariet ser på"},
	"service":     {"its service has no forecast", "indsatsens ydelse har ingen fremskrivning"},
	"requires":    {"requires a measure that is not carried out", "forudsætter et tiltag, der ikke gennemføres"},
	"unsupported": {"requires a measure that this scenario cannot choose", "forudsætter et tiltag, som scenariet ikke kan vælge"},
	"exclusive":   {"another measure of its group is carried out", "et andet tiltag i gruppen gennemføres"},
	"npv":         {"expected to cost more than it gains", "forventes at koste mere, end det giver"},
	"budget":      {"does not fit the investment budget beside the chosen", "kan ikke rummes i investeringsrammen ved siden af de valgte"},
	"unproven":    {"would exceed the cap on unproven measures", "ville overskride loftet over uprøvede tiltag"},
	"hours":       {"there are not enough hours to carry it out", "der er ikke timer nok til at gennemføre det"},
	"overlap":     {"gains too little beside the chosen measures of its service", "giver for lidt ved siden af de valgte tiltag på samme ydelse"},
	"failed":      {"no set of measures keeps all limits", "ingen pakke holder alle grænser"},
	"unsearched": {"the search stopped at its node limit before trying it out",
		"søgningen stoppede ved sin grænse, før tiltaget var prøvet"},
}

// explain gives every measure of the catalogue its row and reason.
func (f *field) explain(set []candidate, p optimize.Problem) []Choice {
	var out []Choice
	for _, m := range f.work.plan.Measures {
		c := Choice{Scenario: f.work.scenario.Name, Measure: m.Measure, Reason: f.ruledOut[m.Measure]}
		if c.Reason == "" {
			f.describe(&c, m, set, p)
		}
		c.ReasonEn, c.ReasonDa = reasons[c.Reason].en, reasons[c.Reason].da
		out = append(out, c)
	}
	return out
}

// describe fills in the start chosen, or else the first possible one.
func (f *field) describe(c *Choice, m Measure, set []candidate, p optimize.Problem) {
	i := slices.IndexFunc(set, func(x candidate) bool { return x.measure.Measure == m.Measure })
	at := candidate{}
	if i >= 0 {
		at = set[i]
		c.Selected, c.Share, c.StartYear = true, 1, f.work.plan.Years[at.start]
		c.Reason = "chosen"
		if m.Mandatory {
			c.Reason = "mandatory"
		}
	} else {
		at = f.first(m)
		c.Reason = f.whyNot(m, set, p)
	}
	alone := f.worthOf([]candidate{at})
	c.NPV, c.Gain = wholeOre([]float64{alone.npv})[0], wholeOre([]float64{alone.gain})[0]
	c.Cost, c.CautiousSaving, c.ExpectedSaving = total(alone.cost), total(alone.saving), total(alone.expected)
}

func (f *field) first(m Measure) candidate {
	i := slices.IndexFunc(f.candidates, func(c candidate) bool { return c.measure.Measure == m.Measure })
	return f.candidates[i]
}

// whyNot says what stands in the way of adding a measure to the chosen set: the
// obstacle of the start that comes furthest. A measure that could be added and
// would gain is left out only by a search that did not end.
func (f *field) whyNot(m Measure, set []candidate, p optimize.Problem) string {
	if len(set) == 0 && anyMandatory(f.candidates) {
		return "failed"
	}
	furthest := -1
	order := []string{"requires", "exclusive", "npv", "hours", "unproven", "budget", "overlap", "unsearched"}
	for _, c := range f.candidates {
		if c.measure.Measure == m.Measure {
			furthest = max(furthest, slices.Index(order, f.obstacle(c, set, p)))
		}
	}
	return order[furthest]
}

func (f *field) obstacle(c candidate, set []candidate, p optimize.Problem) string {
	for _, r := range c.measure.Requires {
		if !slices.ContainsFunc(set, func(x candidate) bool { return x.measure.Measure == r && x.start <= c.start }) {
			return "requires"
		}
	}
	if g := c.measure.ExclusiveGroup; g != "" {
		if slices.ContainsFunc(set, func(x candidate) bool { return x.measure.ExclusiveGroup == g }) {
			return "exclusive"
		}
	}
	with := append(slices.Clone(set), c)
	if f.worthOf([]candidate{c}).npv <= 0 {
		return "npv"
	}
	if word := brokenCap(with, p); word != "" {
		return word
	}
	for t, cost := range f.worthOf(with).net() {
		if cost > p.Budgets[t].Max {
			return "budget"
		}
	}
	if f.worthOf(with).npv <= f.worthOf(set).npv {
		return "overlap"
	}
	return "unsearched"
}

// brokenCap is the first word of the name of the first cap a set breaks.
func brokenCap(set []candidate, p optimize.Problem) string {
	for _, limit := range p.Caps {
		var load int64
		for _, c := range set {
			load += limit.Load[c.id]
		}
		if load > limit.Max {
			word, _, _ := strings.Cut(limit.Name, " ")
			return word
		}
	}
	return ""
}

func anyMandatory(cs []candidate) bool {
	return slices.ContainsFunc(cs, func(c candidate) bool { return c.measure.Mandatory })
}

func total(table [][]money.Ore) (sum money.Ore) {
	for _, row := range table {
		for _, x := range row {
			sum += x
		}
	}
	return sum
}

package priority

import (
	"fmt"
	"math"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/optimize"
)

// A portfolio is the measures a scenario carries out.
type portfolio struct {
	cost, saving [][]money.Ore // [year][service]
	choices      []Choice
	proven       bool
	failed       bool // no set of measures keeps all demands
	npv, bound   float64
	note         string
}

// noPortfolio chooses no measure, in a scenario whose rule looks at none.
func noPortfolio(w *work) portfolio {
	f := field{work: w, years: len(w.plan.Years)}
	none := f.worthOf(nil)
	return portfolio{cost: none.cost, saving: none.saving, proven: true}
}

// choose finds the set of measures with the greatest expected net present value
// that keeps, in every year, the investment budget (limits), hours, the cap on
// unproven spending, exclusive groups, prerequisites and mandatory measures.
// The search is exact: savings that overlap are valued by worthOf, not by sums.
func (w *work) choose() (portfolio, error) {
	f := w.field()
	limits, framed := w.limits()
	if !framed {
		out := noPortfolio(w)
		out.note = "no frame in any year: there is nothing to invest within"
		return out, nil
	}
	problem := f.problem(limits)
	solution, err := optimize.Solve(problem)
	if err != nil {
		return portfolio{}, err
	}
	set := f.pick(solution.Chosen)
	together := f.worthOf(set)
	return portfolio{
		cost: together.cost, saving: together.saving,
		choices: f.explain(set, problem),
		proven:  solution.Proven(),
		failed:  solution.Status == optimize.Infeasible || solution.Status == optimize.NotFound,
		npv:     together.npv,
		bound:   max(together.npv, float64(solution.Bound)/100),
		note:    solution.Reason,
	}, nil
}

// problem writes the candidates as items. An item's own value and cost are
// optimistic by an øre, so that sums never promise less than the exact set.
func (f *field) problem(limits []optimize.Budget) optimize.Problem {
	p := optimize.Problem{Budgets: limits, NodeLimit: f.work.scenario.Params.NodeLimit}
	for _, c := range f.candidates {
		alone := f.worthOf([]candidate{c})
		item := optimize.Item{ID: c.id, Value: int64(math.Ceil(alone.npv*100)) + 1, Cost: alone.net()}
		for t := range item.Cost {
			item.Cost[t]-- // the floor of a sum may exceed the sum of floors
		}
		p.Items = append(p.Items, item)
	}
	f.rules(&p)
	f.caps(&p)
	p.Evaluate = func(chosen []string) (int64, []int64) {
		all := f.worthOf(f.pick(chosen))
		return int64(math.Floor(all.npv * 100)), all.net()
	}
	return p
}

func (f *field) pick(ids []string) []candidate {
	var out []candidate
	for _, c := range f.candidates {
		if slices.Contains(ids, c.id) {
			out = append(out, c)
		}
	}
	return out
}

// rules writes start years, exclusive groups, prerequisites and mandatory
// measures. A measure may start once what it requires has started.
func (f *field) rules(p *optimize.Problem) {
	starts := map[string][]string{}
	groups := map[string][]string{}
	var order []string
	for _, c := range f.candidates {
		name := c.measure.Measure
		if starts[name] == nil && c.measure.Mandatory {
			order = append(order, name)
		}
		starts[name] = append(starts[name], c.id)
		group := "measure " + name
		if c.measure.ExclusiveGroup != "" {
			group = "group " + c.measure.ExclusiveGroup
		}
		groups[group] = append(groups[group], c.id)
		for _, r := range c.measure.Requires {
			p.Rules = append(p.Rules, optimize.Rule{Name: c.id + " requires " + r, If: c.id, AnyOf: f.startsBy(r, c.start)})
		}
	}
	for _, name := range order {
		p.Rules = append(p.Rules, optimize.Rule{Name: name + " is mandatory", AnyOf: starts[name]})
	}
	for _, g := range sortedKeys(groups) {
		if len(groups[g]) > 1 {
			p.Exclusive = append(p.Exclusive, groups[g])
		}
	}
}

func (f *field) startsBy(measure string, start int) (ids []string) {
	for _, c := range f.candidates {
		if c.measure.Measure == measure && c.start <= start {
			ids = append(ids, c.id)
		}
	}
	return ids
}

// caps limits, for each start year, hours and what unproven measures cost then.
func (f *field) caps(p *optimize.Problem) {
	plan := f.work.plan
	for t, year := range plan.Years {
		hours, unproven := map[string]int64{}, map[string]int64{}
		for _, c := range f.candidates {
			if c.start != t {
				continue
			}
			hours[c.id] = int64(math.Ceil(c.measure.CapacityUse * 100))
			if c.measure.Evidence <= 2 {
				unproven[c.id] = int64(max(0, c.cost[t]))
			}
		}
		if limit, ok := hoursIn(plan.Capacity, year); ok && len(hours) > 0 {
			p.Caps = append(p.Caps, optimize.Cap{Name: fmt.Sprint("hours ", year), Load: hours, Max: int64(math.Floor(limit * 100))})
		}
		if len(unproven) > 0 {
			most := times(f.work.investment(t), f.work.scenario.Params.UnprovenShare)
			p.Caps = append(p.Caps, optimize.Cap{Name: fmt.Sprint("unproven ", year), Load: unproven, Max: int64(most)})
		}
	}
}

func hoursIn(capacity []Capacity, year int) (hours float64, ok bool) {
	for _, c := range capacity {
		if c.Year == year {
			hours, ok = hours+c.Hours, true
		}
	}
	return hours, ok
}

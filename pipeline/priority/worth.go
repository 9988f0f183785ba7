package priority

import (
	"math"

	"opdrift/pipeline/money"
)

// worth is what a set of candidates brings together: their net present value in
// kroner, and per year of the plan and service what they cost and, cautiously
// and expectedly, save.
type worth struct {
	npv      float64
	gain     float64       // present value of the expected savings
	cost     [][]money.Ore // [year][service]
	saving   [][]money.Ore // cautious
	expected [][]money.Ore
}

// worthOf values a set. Savings of several measures on one service multiply and
// are capped (together), so a set is worth at most the sum of its measures.
func (f *field) worthOf(set []candidate) worth {
	plan := len(f.work.plan.Years)
	out := worth{}
	flow, gain := make([]float64, f.years), make([]float64, f.years)
	for t := range f.years {
		cost := make([]money.Ore, len(f.work.plan.Services))
		for _, c := range set {
			cost[c.service] += c.cost[t]
			flow[t] -= c.cost[t].Kroner()
		}
		cautious := f.savings(set, t, func(e effect) float64 { return e.cautious[t] })
		expected := f.savings(set, t, func(e effect) float64 { return e.expected[t] })
		for _, s := range expected {
			flow[t] += s
			gain[t] += s
		}
		if t < plan {
			out.cost = append(out.cost, cost)
			out.saving = append(out.saving, wholeOre(cautious))
			out.expected = append(out.expected, wholeOre(expected))
		}
	}
	out.npv, out.gain = NPV(f.work.plan.Discount, flow), NPV(f.work.plan.Discount, gain)
	return out
}

// savings is what the set takes off each service in year t, in kroner. A service
// whose net spending is below 0 has nothing to save.
func (f *field) savings(set []candidate, t int, share func(effect) float64) []float64 {
	shares := make([][]float64, len(f.work.plan.Services))
	for _, c := range set {
		shares[c.service] = append(shares[c.service], share(c.effect))
	}
	out := make([]float64, len(shares))
	for i, s := range shares {
		if len(s) > 0 {
			out[i] = together(s, f.work.scenario.Params.SavingCap) * max(0, f.spending(i, t))
		}
	}
	return out
}

// wholeOre rounds savings down, so that rounding never helps a budget.
func wholeOre(kroner []float64) []money.Ore {
	out := make([]money.Ore, len(kroner))
	for i, k := range kroner {
		out[i] = down(k * 100)
	}
	return out
}

// down rounds to whole øre towards less. What a float product lacks to a whole
// øre by less than a millionth is not rounded away: 0.1 × 1000 is 100.
func down(ore float64) money.Ore { return money.Ore(math.Floor(ore + 1e-6)) }

// net is the cost less the cautious saving of each year, over all services.
func (w worth) net() []int64 {
	out := make([]int64, len(w.cost))
	for t := range w.cost {
		for i := range w.cost[t] {
			out[t] += int64(w.cost[t][i] - w.saving[t][i])
		}
	}
	return out
}

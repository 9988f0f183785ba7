package optimize

import (
	"cmp"
	"slices"
)

// A model is a Problem with items as indexes in id order and every linear limit
// as one row. Budgets are the first rows.
type model struct {
	ids     []string
	value   []int64
	cost    []int64 // sum over budgets: the second criterion
	rows    []row
	budgets int
	clauses []clause
	groups  [][]int // exclusive
	pairs   []pair
	parts   [][]int // a partition of the items into groups where at most one is chosen
	exact   func(chosen []string) (int64, []int64)
}

type row struct {
	name string
	load []int64
	max  int64
}

type clause struct {
	name string
	when int // item that brings the clause into force, always when below 0
	any  []int
}

type pair struct {
	a, b  int
	value int64
}

// compile needs a problem that check has passed.
func compile(p Problem) *model {
	items := slices.Clone(p.Items)
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.ID, b.ID) })
	m := &model{budgets: len(p.Budgets), exact: p.Evaluate}
	index := map[string]int{}
	for i, it := range items {
		index[it.ID] = i
		m.ids = append(m.ids, it.ID)
		m.value = append(m.value, it.Value)
		m.cost = append(m.cost, sum(it.Cost))
	}
	for t, b := range p.Budgets {
		load := make([]int64, len(items))
		for i, it := range items {
			load[i] = it.Cost[t]
		}
		m.rows = append(m.rows, row{b.Name, load, b.Max})
	}
	for _, c := range p.Caps {
		load := make([]int64, len(items))
		for id, v := range c.Load {
			load[index[id]] = v
		}
		m.rows = append(m.rows, row{c.Name, load, c.Max})
	}
	m.compileRules(p, index)
	m.partition()
	return m
}

func (m *model) compileRules(p Problem, index map[string]int) {
	for _, r := range p.Rules {
		c := clause{name: r.Name, when: -1, any: indexes(r.AnyOf, index)}
		if r.If != "" {
			c.when = index[r.If]
		}
		m.clauses = append(m.clauses, c)
	}
	for _, g := range p.Exclusive {
		m.groups = append(m.groups, indexes(g, index))
	}
	for _, o := range p.Overlaps {
		a, b := index[o.A], index[o.B]
		m.pairs = append(m.pairs, pair{min(a, b), max(a, b), o.Value})
	}
	slices.SortFunc(m.groups, slices.Compare)
	slices.SortFunc(m.pairs, func(x, y pair) int { return cmp.Or(x.a-y.a, x.b-y.b, cmp.Compare(x.value, y.value)) })
	slices.SortFunc(m.clauses, func(x, y clause) int {
		return cmp.Or(x.when-y.when, slices.Compare(x.any, y.any), cmp.Compare(x.name, y.name))
	})
}

// partition puts each item in the first exclusive group that is not yet broken
// up, and items without a group alone. The bound takes the best item of each
// part, so groups cost it nothing; an item's further groups are kept by
// propagation only.
func (m *model) partition() {
	taken := make([]bool, len(m.ids))
	for _, g := range m.groups {
		var part []int
		for _, j := range g {
			if !taken[j] {
				taken[j] = true
				part = append(part, j)
			}
		}
		if len(part) > 0 {
			m.parts = append(m.parts, part)
		}
	}
	for j := range m.ids {
		if !taken[j] {
			m.parts = append(m.parts, []int{j})
		}
	}
}

func indexes(ids []string, index map[string]int) []int {
	out := make([]int, len(ids))
	for i, id := range ids {
		out[i] = index[id]
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sum(xs []int64) int64 {
	var s int64
	for _, x := range xs {
		s += x
	}
	return s
}

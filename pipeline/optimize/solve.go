package optimize

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

const defaultNodes = 200_000

// Solve finds the best set, or proves that there is none. The search is depth
// first; at the node limit it stops, says so in Status, and Bound still holds
// for every set. The error is for a problem that contradicts itself in form: an
// unknown item, a missing cost, sums above 2^61.
func Solve(p Problem) (Solution, error) {
	if err := check(p); err != nil {
		return Solution{}, err
	}
	s := newSearch(compile(p), p.NodeLimit)
	s.run()
	sol := s.solution()
	if sol.Status == Infeasible {
		sol.Reason = explain(p)
	}
	return sol, nil
}

// A search is one depth-first walk.
type search struct {
	*state
	x     *relaxation
	limit int
	nodes int
	best  *set
	open  float64 // greatest bound among branches given up at the node limit
	cut   bool
	first bool // stop at the first feasible set
}

// A set is a feasible choice with its exact value.
type set struct {
	ids   []string
	value int64
	cost  []int64
	total int64
}

func newSearch(m *model, limit int) *search {
	if limit == 0 {
		limit = defaultNodes
	}
	return &search{state: newState(m), x: relax(m), limit: limit, open: math.Inf(-1)}
}

func (s *search) run() {
	if s.propagate() {
		s.node(make([]float64, len(s.x.rows)), math.Inf(1), 300)
	}
}

// node bounds the branch, fixes what the bound decides and splits the rest.
func (s *search) node(prices []float64, parent float64, steps int) {
	if s.first && s.best != nil {
		return
	}
	if s.nodes >= s.limit {
		s.cut, s.open = true, max(s.open, parent)
		return
	}
	s.nodes++
	mark := len(s.trail)
	defer s.undo(mark)
	b, share := s.x.tighten(s.state, prices, steps, s.target())
	parent = min(parent, b.value+b.slack)
	if b.value+b.slack < s.target() {
		return
	}
	if s.nodes&31 == 1 {
		s.round(share)
	}
	if s.x.fixByBound(s.state, b, s.target()) && !s.propagate() {
		return
	}
	j := s.branch(share, b.profit)
	if j < 0 {
		s.leaf()
		return
	}
	first := out
	if share[j] >= 0.5 {
		first = in
	}
	s.try(j, first, prices, parent)
	s.try(j, 1-first, prices, parent)
}

func (s *search) try(j int, v int8, prices []float64, parent float64) {
	mark := len(s.trail)
	s.set(j, v)
	if s.propagate() {
		s.node(slices.Clone(prices), parent, 12)
	}
	s.undo(mark)
}

// target is the score below which a branch cannot matter.
func (s *search) target() float64 {
	if s.best == nil {
		return math.Inf(-1)
	}
	score := s.x.score(s.best.value, s.best.total)
	return score - 1e-14*math.Abs(score)
}

// branch is the free item nearest to half chosen, then of the greatest profit
// or loss, then of the smallest id; -1 when all are fixed.
func (s *search) branch(share, profit []float64) int {
	at := -1
	for j := range s.fix {
		if s.fix[j] != free {
			continue
		}
		if at < 0 || cmp.Or(
			cmp.Compare(math.Abs(share[at]-0.5), math.Abs(share[j]-0.5)),
			cmp.Compare(math.Abs(profit[j]), math.Abs(profit[at]))) > 0 {
			at = j
		}
	}
	return at
}

// round completes the choice greedily along share, to have something to beat.
func (s *search) round(share []float64) {
	mark := len(s.trail)
	defer s.undo(mark)
	order := make([]int, 0, len(s.fix))
	for j, f := range s.fix {
		if f == free {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(share[b], share[a]) })
	for _, j := range order {
		if s.fix[j] == free && !s.either(j) {
			return
		}
	}
	s.leaf()
}

// either chooses the item if the rest can still be completed, else leaves it.
func (s *search) either(j int) bool {
	v := in
	if s.m.value[j] < 0 {
		v = out
	}
	for range 2 {
		mark := len(s.trail)
		s.set(j, v)
		if s.propagate() {
			return true
		}
		s.undo(mark)
		v = 1 - v
	}
	return false
}

// leaf values a complete choice, which propagation found to keep every limit.
func (s *search) leaf() {
	found := s.m.exactly(s.fix)
	for t := range s.m.budgets {
		if found.cost[t] > s.m.rows[t].max {
			return // the exact cost is higher than the sum
		}
	}
	if s.best == nil || better(found, s.best) {
		s.best = found
	}
}

func better(a, b *set) bool {
	return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.total, b.total), slices.Compare(a.ids, b.ids)) < 0
}

// exactly gives the value and costs of a complete choice.
func (m *model) exactly(fix []int8) *set {
	f := &set{ids: []string{}, cost: make([]int64, m.budgets)}
	for j, id := range m.ids {
		if fix[j] != in {
			continue
		}
		f.ids = append(f.ids, id)
		f.value += m.value[j]
		for t := range f.cost {
			f.cost[t] += m.rows[t].load[j]
		}
	}
	for _, p := range m.pairs {
		if fix[p.a] == in && fix[p.b] == in {
			f.value += p.value
		}
	}
	if m.exact != nil {
		f.value, f.cost = m.exact(f.ids)
	}
	f.total = sum(f.cost)
	return f
}

func (s *search) solution() Solution {
	sol := Solution{Nodes: s.nodes, Gap: math.NaN()}
	switch {
	case s.best == nil && s.cut:
		sol.Status = NotFound
		sol.Reason = fmt.Sprintf("no feasible set within %d nodes: raise the node limit", s.limit)
		sol.Bound = above(s.open)
	case s.best == nil:
		sol.Status = Infeasible
	default:
		sol.Status = Optimal
		sol.Chosen, sol.Value, sol.Cost = s.best.ids, s.best.value, s.best.cost
		sol.Bound = max(sol.Value, above(s.open))
		sol.Gap = float64(sol.Bound-sol.Value) / max(1, math.Abs(float64(sol.Value)))
		if sol.Bound > sol.Value {
			sol.Status = NotProven
			sol.Reason = fmt.Sprintf("stopped at %d nodes: no set is worth more than %d", s.limit, sol.Bound)
		} else if s.cut {
			sol.Reason = fmt.Sprintf("stopped at %d nodes among sets of equal value", s.limit)
		}
	}
	return sol
}

// above is a whole value that nothing scored at most b exceeds: cost weighs less
// than half a unit of value.
func above(b float64) int64 {
	if v := math.Floor(b + 0.5); math.Abs(v) < float64(maxSum) {
		return int64(v)
	} else if v < 0 {
		return -maxSum
	}
	return maxSum
}

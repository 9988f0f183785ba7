package optimize

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// dataDir is the folder of public test data; tests that need it skip without.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("OPDRIFT_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no test data at %s: set OPDRIFT_DATA", dir)
	}
	return dir
}

type vector struct {
	Value     []int64
	CostBy    [][]int64 `json:"cost_by_year"`
	BudgetBy  []int64   `json:"budget_by_year"`
	Exclusive [][]int
	Requires  [][2]int
	Mandatory []int
	Synergy   [][3]int64
	Optimum   int64
	Set       []int `json:"optimal_set_bruteforce"`
}

func name(i int) string { return fmt.Sprintf("m%02d", i) }

func (v vector) problem() Problem {
	var p Problem
	for t, b := range v.BudgetBy {
		p.Budgets = append(p.Budgets, Budget{fmt.Sprint("year ", t), b})
	}
	for i, value := range v.Value {
		it := Item{ID: name(i), Value: value}
		for t := range v.BudgetBy {
			it.Cost = append(it.Cost, v.CostBy[t][i])
		}
		p.Items = append(p.Items, it)
	}
	for _, g := range v.Exclusive {
		var ids []string
		for _, i := range g {
			ids = append(ids, name(i))
		}
		p.Exclusive = append(p.Exclusive, ids)
	}
	for _, r := range v.Requires {
		p.Rules = append(p.Rules, Rule{"requires", name(r[0]), []string{name(r[1])}})
	}
	for _, i := range v.Mandatory {
		p.Rules = append(p.Rules, Rule{"mandatory " + name(i), "", []string{name(i)}})
	}
	for _, s := range v.Synergy {
		p.Overlaps = append(p.Overlaps, Overlap{name(int(s[0])), name(int(s[1])), s[2]})
	}
	return p
}

// The optima stand in data/priority/invest: full enumeration and HiGHS agree.
func TestPublishedPortfolios(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(dataDir(t), "priority", "invest", "portfolio_milp_vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Instances []vector }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for i, v := range file.Instances {
		var want []string
		for _, j := range v.Set {
			want = append(want, name(j))
		}
		got, err := Solve(v.problem())
		if err != nil {
			t.Fatal(err)
		}
		if got.Status != Optimal || got.Value != v.Optimum || !slices.Equal(got.Chosen, want) || got.Bound != v.Optimum {
			t.Errorf("instance %d: %+v, want %d by %v", i, got, v.Optimum, want)
		}
	}
	if len(file.Instances) != 4 {
		t.Fatalf("%d instances, want 4", len(file.Instances))
	}
}

func randomVector(r *rand.Rand, m, years int) vector {
	v := vector{CostBy: make([][]int64, years)}
	for range m {
		v.Value = append(v.Value, r.Int64N(40)-4)
	}
	for t := range years {
		var total int64
		for range m {
			c := r.Int64N(60) - 12
			total += max(c, 0)
			v.CostBy[t] = append(v.CostBy[t], c)
		}
		v.BudgetBy = append(v.BudgetBy, total/2-r.Int64N(total/2+1))
	}
	two := func() [2]int { p := r.Perm(m); return [2]int{p[0], p[1]} }
	for range r.IntN(3) {
		v.Exclusive = append(v.Exclusive, r.Perm(m)[:2+r.IntN(2)])
	}
	for range r.IntN(3) {
		v.Requires = append(v.Requires, two())
	}
	for range r.IntN(2) {
		v.Mandatory = append(v.Mandatory, r.IntN(m))
	}
	for range r.IntN(4) {
		p := two()
		v.Synergy = append(v.Synergy, [3]int64{int64(p[0]), int64(p[1]), r.Int64N(20) - 10})
	}
	return v
}

// enumerate tries every set: the definition itself, written without the solver.
func enumerate(v vector) (best []string, value int64, found bool) {
	var bestCost int64
	for mask := range 1 << len(v.Value) {
		has := func(i int) bool { return mask>>i&1 == 1 }
		if !v.allowed(has) {
			continue
		}
		ids := []string{}
		var worth, cost int64
		for i := range v.Value {
			if has(i) {
				ids = append(ids, name(i))
				worth += v.Value[i]
				for t := range v.BudgetBy {
					cost += v.CostBy[t][i]
				}
			}
		}
		for _, s := range v.Synergy {
			if has(int(s[0])) && has(int(s[1])) {
				worth += s[2]
			}
		}
		if !found || worth > value || worth == value && (cost < bestCost || cost == bestCost && slices.Compare(ids, best) < 0) {
			best, value, bestCost, found = ids, worth, cost, true
		}
	}
	return best, value, found
}

func (v vector) allowed(has func(int) bool) bool {
	for t, b := range v.BudgetBy {
		for i, c := range v.CostBy[t] {
			if has(i) {
				b -= c
			}
		}
		if b < 0 {
			return false
		}
	}
	for _, g := range v.Exclusive {
		n := 0
		for _, i := range g {
			if has(i) {
				n++
			}
		}
		if n > 1 {
			return false
		}
	}
	for _, r := range v.Requires {
		if has(r[0]) && !has(r[1]) {
			return false
		}
	}
	for _, i := range v.Mandatory {
		if !has(i) {
			return false
		}
	}
	return true
}

func TestAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	infeasible := 0
	for i := range 300 {
		v := randomVector(r, 4+r.IntN(11), 1+r.IntN(4))
		want, value, found := enumerate(v)
		got, err := Solve(v.problem())
		if err != nil {
			t.Fatal(err)
		}
		if !found {
			infeasible++
			if got.Status != Infeasible || got.Reason == "" {
				t.Fatalf("instance %d: %+v, want infeasible with a reason", i, got)
			}
			continue
		}
		if got.Status != Optimal || got.Value != value || !slices.Equal(got.Chosen, want) {
			t.Fatalf("instance %d: %+v, want %d by %v", i, got, value, want)
		}
	}
	if infeasible == 0 || infeasible > 150 {
		t.Fatalf("%d of 300 instances are infeasible: the test wants some, not most", infeasible)
	}
}

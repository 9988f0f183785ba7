package optimize

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func shuffled(r *rand.Rand, p Problem) Problem {
	p.Items, p.Rules, p.Overlaps = slices.Clone(p.Items), slices.Clone(p.Rules), slices.Clone(p.Overlaps)
	p.Exclusive = slices.Clone(p.Exclusive)
	r.Shuffle(len(p.Items), func(i, j int) { p.Items[i], p.Items[j] = p.Items[j], p.Items[i] })
	r.Shuffle(len(p.Rules), func(i, j int) { p.Rules[i], p.Rules[j] = p.Rules[j], p.Rules[i] })
	r.Shuffle(len(p.Overlaps), func(i, j int) { p.Overlaps[i], p.Overlaps[j] = p.Overlaps[j], p.Overlaps[i] })
	for i, g := range p.Exclusive {
		p.Exclusive[i] = slices.Clone(g)
		slices.Reverse(p.Exclusive[i])
	}
	slices.Reverse(p.Exclusive)
	return p
}

func TestOrderOfInputIsIrrelevant(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 40 {
		p := randomVector(r, 12, 3).problem()
		a, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Solve(shuffled(r, p))
		if err != nil {
			t.Fatal(err)
		}
		a.Gap, b.Gap, a.Reason, b.Reason = 0, 0, "", ""
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("instance %d: %+v and, shuffled, %+v", i, a, b)
		}
	}
}

// hard is the size of a large catalogue: 60 measures, 10 yearly budgets,
// 5 exclusions, 6 prerequisites.
func hard(seed uint64) Problem {
	r := rand.New(rand.NewPCG(seed, 9))
	v := randomVector(r, 60, 10)
	v.Mandatory, v.Exclusive, v.Requires = nil, nil, nil
	for range 5 {
		v.Exclusive = append(v.Exclusive, r.Perm(60)[:3])
	}
	for range 6 {
		p := r.Perm(60)
		v.Requires = append(v.Requires, [2]int{p[0], p[1]})
	}
	for t := range v.BudgetBy {
		var total int64
		for i := range v.Value {
			v.CostBy[t][i] = 5 + r.Int64N(95)
			if i%9 == 0 {
				v.CostBy[t][i] -= 40
			}
			total += v.CostBy[t][i]
		}
		v.BudgetBy[t] = total / 3
	}
	return v.problem()
}

func TestNodeLimitIsNeverSilent(t *testing.T) {
	p := hard(1)
	full, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	if full.Status != Optimal {
		t.Fatalf("%s after %d nodes: %s", full.Status, full.Nodes, full.Reason)
	}
	p.NodeLimit = 5
	got, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	if got.Status != NotProven || got.Proven() || got.Reason == "" || got.Gap <= 0 {
		t.Errorf("%+v, want not proven with a gap and a reason", got)
	}
	if got.Value > full.Value || got.Bound < full.Value {
		t.Errorf("optimum %d is outside [%d, %d]", full.Value, got.Value, got.Bound)
	}
}

// Two measures that save on one service are worth 75 together, not 50 + 50. Of
// three worth 50, 50 and 30, with room for two, sums choose a and b (100);
// exactly, a and c (80) are better.
func TestExactValueDecides(t *testing.T) {
	p := Problem{
		Items: []Item{
			{"a", 50, []int64{10}}, {"b", 50, []int64{10}}, {"c", 30, []int64{10}},
		},
		Budgets: []Budget{{"year", 20}},
	}
	p.Evaluate = func(ids []string) (int64, []int64) {
		worth := map[string]int64{"a": 50, "b": 50, "c": 30}
		var v int64
		for _, id := range ids {
			v += worth[id]
		}
		if slices.Contains(ids, "a") && slices.Contains(ids, "b") {
			v -= 25
		}
		return v, []int64{10 * int64(len(ids))}
	}
	got, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"a", "c"}; !slices.Equal(got.Chosen, want) || got.Value != 80 || got.Status != Optimal {
		t.Errorf("%+v, want %v worth 80", got, want)
	}
}

func TestInfeasibleNamesTheCulprits(t *testing.T) {
	p := Problem{
		Items:   []Item{{"a", 1, []int64{5, 1}}, {"b", 1, []int64{-2, 1}}},
		Budgets: []Budget{{"2027", 2}, {"2028", 9}},
		Rules:   []Rule{{"a is mandatory", "", []string{"a"}}},
	}
	got, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	if got.Status != Infeasible || !got.Proven() {
		t.Fatalf("%+v, want infeasible: a costs 5, b saves 2, the limit is 2", got)
	}
	for _, word := range []string{"budget 2027", "rule a is mandatory"} {
		if !strings.Contains(got.Reason, word) {
			t.Errorf("reason %q does not name %s", got.Reason, word)
		}
	}
	if strings.Contains(got.Reason, "2028") {
		t.Errorf("reason %q names a year that is no obstacle", got.Reason)
	}
}

func TestCapAndStartYears(t *testing.T) {
	p := Problem{ // b may start in year 1 or 2, a needs b no later than itself
		Items: []Item{
			{"a@1", 10, []int64{1, 0}}, {"a@2", 8, []int64{0, 1}},
			{"b@1", 4, []int64{9, 0}}, {"b@2", 3, []int64{0, 1}},
		},
		Budgets:   []Budget{{"1", 5}, {"2", 5}},
		Exclusive: [][]string{{"a@1", "a@2"}, {"b@1", "b@2"}},
		Rules: []Rule{
			{"a@1 requires b", "a@1", []string{"b@1"}},
			{"a@2 requires b", "a@2", []string{"b@1", "b@2"}},
		},
	}
	got, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"a@2", "b@2"}; !slices.Equal(got.Chosen, want) || got.Value != 11 {
		t.Errorf("%+v, want %v", got, want)
	}
	p.Caps = []Cap{{"hours", map[string]int64{"a@2": 3, "b@2": 3}, 5}}
	if got, err = Solve(p); err != nil || !slices.Equal(got.Chosen, []string{"b@2"}) {
		t.Errorf("%+v %v, want b@2 alone under the cap", got, err)
	}
}

func TestFaultsAreNamedTogether(t *testing.T) {
	_, err := Solve(Problem{
		Items:   []Item{{"a", 1, nil}, {"a", 1, []int64{1}}},
		Budgets: []Budget{{"2027", 1}},
		Rules:   []Rule{{"r", "x", []string{"y"}}},
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, word := range []string{`"a"`, "0 costs", `"x"`, `"y"`} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %s", err, word)
		}
	}
}

func TestNothingToChoose(t *testing.T) {
	got, err := Solve(Problem{Budgets: []Budget{{"2027", 0}}})
	if err != nil || got.Status != Optimal || len(got.Chosen) != 0 || got.Value != 0 {
		t.Errorf("%+v, %v, want the empty set", got, err)
	}
}

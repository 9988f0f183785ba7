package priority

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// classed writes classes as names, such as "0-5 | 6-11, 12-17".
func classed(margin string, levels []string, counts []int) string {
	c := census{name: margin, counts: counts}
	for _, l := range levels {
		c.levels = append(c.levels, Margin{Level: l})
	}
	var out []string
	for _, class := range classesOf(c) {
		out = append(out, c.names(class.members, -1))
	}
	return strings.Join(out, " | ")
}

// By the rules of 3.4: 5 answers, neighbours in age, all small words in a pool.
func TestClassesOfLevels(t *testing.T) {
	for _, c := range []struct {
		why    string
		margin string
		levels []string
		counts []int
		want   string
	}{
		{"a small band joins the smaller neighbour", "age_band", []string{"0-5", "6-11", "12-17"}, []int{9, 2, 6}, "0-5 | 6-11, 12-17"},
		{"an empty band does too", "age_band", []string{"0-5", "6-11", "12-17", "18-22"}, []int{9, 0, 6, 8}, "0-5 | 6-11, 12-17 | 18-22"},
		{"empty bands in a row", "age_band", []string{"0-5", "6-11", "12-17", "18-22"}, []int{0, 0, 6, 8}, "0-5, 6-11, 12-17 | 18-22"},
		{"not over 18, though that is smaller", "age_band", []string{"6-11", "12-17", "18-22"}, []int{20, 3, 6}, "6-11, 12-17 | 18-22"},
		{"over 18 where there is no other", "age_band", []string{"12-17", "18-22", "23-29", "30-39"}, []int{9, 0, 8, 5}, "12-17 | 18-22, 23-29 | 30-39"},
		{"no band touches the empty one", "age_band", []string{"0-5", "18-22", "85+"}, []int{0, 6, 7}, "18-22 | 85+"},
		{"a small one joins over the gap", "age_band", []string{"0-5", "18-22", "85+"}, []int{2, 6, 7}, "0-5, 18-22 | 85+"},
		{"words for ages have no order", "age_band", []string{"child", "old", "young"}, []int{4, 9, 4}, "old | child, young"},
		{"small services are pooled, empty ones leave", "service", []string{"a", "b", "c", "d", "e"}, []int{3, 9, 2, 0, 7}, "b | e | a, c"},
		{"a small pool takes the smallest of the others", "service", []string{"a", "b", "c", "d", "e"}, []int{3, 9, 1, 0, 7}, "b | a, c, e"},
		{"of equals the first by name", "sex", []string{"f", "m", "x"}, []int{6, 6, 1}, "m | f, x"},
		{"too few for anything", "district", []string{"north", "south"}, []int{1, 2}, "north, south"},
	} {
		if got := classed(c.margin, c.levels, c.counts); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// respondents are n who answered about a service; their scores need x of 4.
func respondents(n int, service, group, age string, x float64) (out []Answer) {
	for i := range n {
		a := answer(fmt.Sprintf("%s%s%d", service, age, i), service, "meals", "need", x)
		a.TargetGroup, a.AgeBand, a.District = group, age, []string{"north", "south"}[i%2]
		out = append(out, a)
	}
	return out
}

func codes(h Hearing) (out []string) {
	for _, w := range h.Warnings {
		out = append(out, strings.Join([]string{w.Code, w.Margin, w.Level}, " "))
		if w.Text == "" || w.TextDa == "" || w.Text == w.TextDa {
			out = append(out, "without texts in two languages")
		}
	}
	return out
}

// weightOf is the share of the weight of those who answered about a service.
func weightOf(answers []Answer, margins []Margin, service string) float64 {
	everyone, _ := people(answers)
	p := newPanel(everyone, margins)
	sum := 0.0
	for i, who := range p.persons {
		if slices.Contains(who.services(), service) {
			sum += p.weight[i]
		}
	}
	return sum / sumOf(p.weight)
}

// Of 250, 100 are adults (services a1 60, a2 30, a3 10), 100 old (b1), 50 users
// (c1). Nobody reached a3 or c1. So a1, a2 and b1 are 60 : 30 : 100 of the 190
// reached, and the adults 90 of them: not 100 of the 200 in groups reached,
// which services could not meet.
func TestUnreachedLeaveEveryMarginThatHoldsThem(t *testing.T) {
	answers := slices.Concat(respondents(6, "a1", "adult", "", 4), respondents(6, "a2", "adult", "", 0), respondents(8, "b1", "old", "", 2))
	margins := []Margin{
		{"s", "service", "a1", 60, 0}, {"s", "service", "a2", 30, 0}, {"s", "service", "a3", 10, 0}, {"s", "service", "b1", 100, 0}, {"s", "service", "c1", 50, 0},
		{"s", "target_group", "adult", 100, 0}, {"s", "target_group", "old", 100, 0}, {"s", "target_group", "users", 50, 0},
		{"s", "district", "north", 125, 0}, {"s", "district", "south", 125, 0},
	}
	h := Listen(answers, margins, Ask{Replicates: 40, Seed: 1})
	want := []string{"unreached service a3", "unreached service c1", "unreached target_group users"}
	if got := codes(h); !reflect.DeepEqual(got, want) {
		t.Errorf("warnings %q, want %q", got, want)
	}
	for service, want := range map[string]float64{"a1": 60. / 190, "a2": 30. / 190, "b1": 100. / 190} {
		near(t, service, weightOf(answers, margins, service), want, 1e-9)
	}
	f := h.Surveys[0]
	near(t, "unreached", f.Unreached, 60./250, 1e-12)
	if f.Status != Heard || len(f.LeftOut) > 0 || len(h.Sample.Replicates) != 40 {
		t.Errorf("%+v, %d replicates: want all margins met and 40", f, len(h.Sample.Replicates))
	}
	if g := h.Groups[2]; g.Group != "users" || g.Reached || g.Share != 0.2 {
		t.Errorf("%+v, want the users' fifth kept, with nobody speaking for them", g)
	}
}

// Of 100, 40 are young in service y, 40 older in service o, and 20 in service c
// that nobody reached: 5 young and 15 older, which the margins do not tell. The
// reached are half and half though 45 of 100 are young: ages of the silent are
// not laid upon those who answered.
func TestSilentHaveAgesOfTheirOwn(t *testing.T) {
	answers := append(respondents(6, "y", "", "12-17", 4), respondents(10, "o", "", "18-22", 0)...)
	margins := []Margin{
		{"s", "service", "y", 40, 0}, {"s", "service", "o", 40, 0}, {"s", "service", "c", 20, 0},
		{"s", "age_band", "12-17", 45, 0}, {"s", "age_band", "18-22", 55, 0},
	}
	near(t, "y", weightOf(answers, margins, "y"), 0.5, 1e-9)
	if got, want := codes(Listen(answers, margins, Ask{})), []string{"unreached service c"}; !reflect.DeepEqual(got, want) {
		t.Errorf("warnings %q, want %q", got, want)
	}
	margins[3].Population, margins[4].Population = 20, 80 // 40 young cannot be 20
	got := codes(Listen(answers, margins, Ask{}))
	if want := []string{"margin_left_out age_band 12-17", "unreached service c"}; !reflect.DeepEqual(got, want) {
		t.Errorf("warnings %q, want %q", got, want)
	}
}

// contradicting are six women in the north and six men in the south, of two
// ages in turn: sex and district say the same of everybody, but women are a half
// and the north a fifth.
func contradicting() ([]Answer, []Margin) {
	var answers []Answer
	for i := range 12 {
		a := answer(fmt.Sprintf("p%02d", i), "home", "meals", "need", float64(4*(i%2)))
		a.Sex, a.District, a.AgeBand = "f", "north", []string{"18-22", "85+"}[i%2]
		if i < 6 {
			a.Sex, a.District = "m", "south"
		}
		answers = append(answers, a)
	}
	return answers, []Margin{{"s", "sex", "f", 50, 0}, {"s", "sex", "m", 50, 0}, {"s", "district", "north", 20, 0},
		{"s", "district", "south", 80, 0}, {"s", "age_band", "18-22", 30, 0}, {"s", "age_band", "85+", 70, 0}}
}

// The old need 4 of 4, the young nothing, so the mean is the share of the old.
// The replicates rake to the same two margins.
func TestMarginsThatContradict(t *testing.T) {
	answers, margins := contradicting()
	h := Listen(answers, margins, Ask{Replicates: 30})
	r := row(t, h, "home", "meals", "need")
	near(t, "mean", r.WeightedMean, 0.7, 1e-9)
	if f := h.Surveys[0]; r.Status != Heard || f.Status != Heard || !reflect.DeepEqual(f.LeftOut, []string{"district"}) || len(h.Sample.Replicates) != 30 {
		t.Errorf("%+v %+v, want the district alone left out", r, f)
	}
	if got, want := codes(h), []string{"margin_left_out district north"}; !reflect.DeepEqual(got, want) {
		t.Fatalf("warnings %q, want %q", got, want)
	}
	w := h.Warnings[0]
	if w.Share != 0.2 || !strings.Contains(w.Text, "50.0 %") || !strings.Contains(w.Text, "20.0 %") || !strings.Contains(w.TextDa, "50,0 %") {
		t.Errorf("%+v, want it said that the north has 50 %% where it is 20 %%", w)
	}
}

// Two of three margins agree: the third goes, wherever it stands by name.
func TestTheOddMarginGoes(t *testing.T) {
	for odd := range 3 {
		var targets []target
		for k, name := range []string{"a", "b", "c"} {
			share := []float64{.5, .5}
			if k == odd {
				share = []float64{.2, .8}
			}
			targets = append(targets, target{name: name, level: []int{0, 0, 1, 1, 1}, share: share})
		}
		f := fitTogether([]float64{1, 1, 1, 1, 1}, targets)
		if !f.converged || len(f.left) != 1 || f.left[0].name != targets[odd].name {
			t.Errorf("left out %+v, want %s alone", f.left, targets[odd].name)
		}
		near(t, "weight of the first", f.weights[0]/sumOf(f.weights), .25, 1e-9)
	}
}

// A contradiction is found in hundreds of sweeps at most, not a thousand; and
// one margin alone can always be met.
func TestContradictionsAreFoundEarly(t *testing.T) {
	levels := []int{0, 0, 1, 1}
	sweeps, _, ok := rake([]float64{1, 1, 1, 1}, []target{{name: "a", level: levels, share: []float64{.5, .5}}, {name: "b", level: levels, share: []float64{.4, .6}}})
	if ok || sweeps > 200 {
		t.Errorf("converged %v after %d sweeps", ok, sweeps)
	}
	if _, _, ok = rake([]float64{1, 2, 3, 4}, []target{{name: "a", level: levels, share: []float64{.9, .1}}}); !ok {
		t.Error("a margin alone was not met")
	}
}

package forecasts

import (
	"math"
	"slices"
	"testing"
)

// scoresOf builds scores of models with given scaled errors: [model][series], one
// origin, one horizon.
func scoresOf(errors map[string][]float64, order ...string) *Scores {
	s := &Scores{Origins: []int{2000}, Horizon: 1, minGroup: 30}
	for range errors[order[0]] {
		s.panel.Series = append(s.panel.Series, Series{})
	}
	for _, m := range order {
		s.Models = append(s.Models, m)
		s.scaled = append(s.scaled, errors[m])
		s.points = append(s.points, errors[m])
	}
	return s
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestPick. Six series; naive misses by 1 always. Differences of b from naive by
// hand: mean .5, all equal, so standard error 0 and naive is best. Of c: −.9, 1.1,
// −.9, 1.1, −.9, 1.1 have mean .1 and standard error sqrt(6/5/6) = .447, so naive
// and c tie and b (more than one error behind naive) stays out.
func TestPick(t *testing.T) {
	nan := math.NaN()
	one := flat(1, 6)
	b := flat(1.5, 6)
	c := []float64{.1, 2.1, .1, 2.1, .1, 2.1}
	half := []float64{.1, .1, .1, nan, nan, nan}
	few := []float64{.1, .1, nan, nan, nan, nan}
	tests := []struct {
		name     string
		scores   *Scores
		model    string
		runnerUp string
		reason   string
		series   int
	}{
		{"clear", scoresOf(map[string][]float64{"naive": one, "b": b}, "naive", "b"), "naive", "b", "best", 6},
		{"tie", scoresOf(map[string][]float64{"naive": one, "b": b, "c": c}, "b", "c", "naive"), "mean(c+naive)", "c", "tie", 6},
		{"alone", scoresOf(map[string][]float64{"naive": one}, "naive"), "naive", "", "best", 6},
		// d is .1 on three and naive's 1 on the others: .45 better, standard error .201.
		{"half of the series, naive elsewhere", scoresOf(map[string][]float64{"naive": one, "d": half}, "naive", "d"), "d", "naive", "best", 6},
		{"under half is left out", scoresOf(map[string][]float64{"naive": one, "e": few}, "naive", "e"), "naive", "", "best", 6},
		{"the row selected is no candidate", scoresOf(map[string][]float64{"naive": one, Selected: half}, "naive", Selected), "naive", "", "best", 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.scores.pick(indices(6), math.MaxInt)
			if got.Model != tt.model || got.RunnerUp != tt.runnerUp || got.Reason != tt.reason || got.Series != tt.series {
				t.Errorf("got %+v, want %s before %s (%s, %d series)", got, tt.model, tt.runnerUp, tt.reason, tt.series)
			}
		})
	}
	got := tests[1].scores.pick(indices(6), math.MaxInt)
	if math.Abs(got.Difference-.1) > 1e-12 || math.Abs(got.SE-math.Sqrt(.2)) > 1e-12 {
		t.Errorf("difference %v ± %v, want .1 ± .447", got.Difference, got.SE)
	}
}

// TestChoose: 30 series decide for themselves, fewer go to the wider group, the
// widest decides from five, and below that the first model is the default.
func TestChoose(t *testing.T) {
	tests := []struct {
		name    string
		series  map[string]int
		decided string
	}{
		{"own", map[string]int{"narrow": 30, "wide": 90, "all": 200}, "narrow"},
		{"parent", map[string]int{"narrow": 29, "wide": 90, "all": 200}, "wide"},
		{"widest", map[string]int{"narrow": 5, "wide": 10, "all": 20}, "all"},
		{"default", map[string]int{"narrow": 1, "wide": 2, "all": 4}, ""},
	}
	s := &Scores{Models: []string{"naive"}, minGroup: 30}
	for _, tt := range tests {
		got := s.choose([]string{"narrow", "wide", "all"}, func(g string) Choice {
			return Choice{Series: tt.series[g], Model: g}
		})
		if got.Decided != tt.decided {
			t.Errorf("%s: %q decided, want %q", tt.name, got.Decided, tt.decided)
		}
		if tt.decided == "" && (got.Model != "naive" || got.Reason != "default") {
			t.Errorf("%s: got %+v, want naive by default", tt.name, got)
		}
	}
}

// TestRadius: of the scores 1..19, level .95 is the ⌈20·.95⌉ = 19th, level .8 the
// 16th, level .5 the 10th; 18 scores cannot reach .95.
func TestRadius(t *testing.T) {
	scores := make([]float64, 19)
	for i := range scores {
		scores[i] = float64(i + 1)
	}
	for level, want := range map[float64]float64{.95: 19, .8: 16, .5: 10, 0: 0} {
		if got := radius(scores, level, false); got != want {
			t.Errorf("level %v: %v, want %v", level, got, want)
		}
	}
	if got := radius(scores[:18], .95, false); !math.IsNaN(got) {
		t.Errorf("18 scores at .95: %v, want NaN", got)
	}
	if got := radius(scores[:18], .95, true); got != 18 {
		t.Errorf("18 scores at .95, clipped: %v, want the largest", got)
	}
}

func TestIsotonic(t *testing.T) {
	xs := []float64{1, 4, 2, 3, 10}
	isotonic(xs, []float64{1, 1, 2, 3, 1})
	// 4 and twice 2 have mean 8/3, which 3 does not violate.
	if want := []float64{1, 8. / 3, 8. / 3, 3, 10}; !slices.EqualFunc(xs, want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
		t.Errorf("got %v, want %v", xs, want)
	}
}

// TestRadii: with under 99 scores a horizon, all are pooled over h^g; 99 of its own
// are used as they are; beyond the last the radius grows by √h.
func TestRadii(t *testing.T) {
	c := calibration{own: make([][]float64, 2)}
	for range 99 {
		c.own[0] = append(c.own[0], 1)
	}
	for range 9 {
		c.own[1] = append(c.own[1], math.Sqrt2)
	}
	c.pool()
	// Scores that grow as √h leave g at its prior ½. Pooled they are all 1.
	got := c.radii(.5, 4, false)
	want := []float64{1, math.Sqrt2, math.Sqrt2 * math.Sqrt(1.5), 2}
	if !slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
		t.Errorf("got %v, want %v", got, want)
	}
	none := calibration{own: make([][]float64, 2)}
	none.pool()
	if r := none.radii(.5, 2, false); !math.IsNaN(r[0]) || none.growth != .5 {
		t.Errorf("without scores: %v growing by %v, want NaN and ½", r, none.growth)
	}
}

// TestGrowth: scores that stay, with 30 at each of the horizons 1 and 4, have
// Σ n (x − x̄)² = 60 · (log 2)² = 28.83 and slope 0, so g = 10/48.83.
func TestGrowth(t *testing.T) {
	c := calibration{own: make([][]float64, 4)}
	for range 30 {
		c.own[0], c.own[3] = append(c.own[0], 2), append(c.own[3], 2)
	}
	c.pool()
	if want := 10 / (20 + 60*math.Ln2*math.Ln2); math.Abs(c.growth-want) > 1e-12 {
		t.Errorf("growth %v, want %v", c.growth, want)
	}
}

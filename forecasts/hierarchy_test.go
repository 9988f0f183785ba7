package forecasts

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// twoLevels is six series in two nodes under one.
var twoLevels = []Node{
	{"a", "middle", []int{0, 1, 2}}, {"b", "middle", []int{3, 4, 5}}, {"all", "top", []int{0, 1, 2, 3, 4, 5}},
}

// bumpy draws series that wander about 100.
func bumpy(rng *rand.Rand, series, years int) Panel {
	p := Panel{Frequency: 1}
	for i := range series {
		s := Series{Key: string(rune('a' + i)), First: 2000, NonNegative: true}
		v := 100 + 50*rng.Float64()
		for range years {
			v += 3 * rng.NormFloat64()
			s.Values = append(s.Values, v)
		}
		p.Series = append(p.Series, s)
	}
	return p
}

// TestReconcilersAgainstTextbook: the small form is that of Hyndman et al. (2011),
// equation 8, and of Athanasopoulos et al. (2017), equation 9:
// S (Sᵀ Λ⁻¹ S)⁻¹ Sᵀ Λ⁻¹ y, solved here as it stands there.
func TestReconcilersAgainstTextbook(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	h := newHierarchy(bumpy(rng, 6, 8), twoLevels)
	for _, way := range reconcilers[2:] {
		b, a := make([]float64, 6), make([]float64, 3)
		for i := range b {
			b[i] = 100 * rng.Float64()
		}
		for i := range a {
			a[i] = 500 * rng.Float64()
		}
		got := way.of(&h, nil, b, a)
		sum, weight := mat.NewDense(9, 6, nil), mat.NewDiagDense(9, nil)
		for n, node := range h.nodes {
			for _, k := range node.Members {
				sum.Set(n, k, 1)
			}
			weight.SetDiag(n, 1)
			if way.name == "structural" {
				weight.SetDiag(n, 1/float64(len(node.Members)))
			}
		}
		for k := range 6 {
			sum.Set(3+k, k, 1)
			weight.SetDiag(3+k, 1)
		}
		var sw, sws, inverse, want mat.Dense
		sw.Mul(sum.T(), weight)
		sws.Mul(&sw, sum)
		if err := inverse.Inverse(&sws); err != nil {
			t.Fatal(err)
		}
		want.Mul(&inverse, &sw)
		var points mat.VecDense
		points.MulVec(&want, mat.NewVecDense(9, append(append([]float64(nil), a...), b...)))
		for k, v := range got {
			if math.Abs(v-points.AtVec(k)) > 1e-9 {
				t.Errorf("%s: series %d is %.12f, the textbook's %.12f", way.name, k, v, points.AtVec(k))
			}
		}
	}
}

// TestReconcilersLeaveWhatAgrees: where sums already agree, no way moves anything;
// top_down does so where the shares are those of the points.
func TestReconcilersLeaveWhatAgrees(t *testing.T) {
	h := newHierarchy(bumpy(rand.New(rand.NewPCG(3, 4)), 6, 8), twoLevels)
	b := []float64{1, 2, 3, 4, 5, 6}
	a := []float64{6, 15, 21}
	shares := []float64{1. / 21, 2. / 21, 3. / 21, 4. / 21, 5. / 21, 6. / 21}
	for _, way := range reconcilers {
		for k, v := range way.of(&h, shares, b, a) {
			if math.Abs(v-b[k]) > 1e-12 {
				t.Errorf("%s moved series %d from %v to %v", way.name, k, b[k], v)
			}
		}
	}
}

// TestHierarchyKeepsCompleteSeries: a series that opened later or has a gap stays out;
// a node of one series, or with another's members, is none.
func TestHierarchyKeepsCompleteSeries(t *testing.T) {
	p := bumpy(rand.New(rand.NewPCG(5, 6)), 5, 9)
	p.Series[4].First, p.Series[4].Values = 2003, p.Series[4].Values[3:]
	p.Series[3].Values[4] = math.NaN()
	h := newHierarchy(p, []Node{
		{"first", "x", []int{0, 1, 4}}, {"same", "y", []int{1, 0}}, {"one", "y", []int{2, 3}}, {"all", "z", []int{0, 1, 2, 3, 4}},
	})
	if len(h.series) != 3 || len(h.nodes) != 2 || h.nodes[0].Key != "first" || h.nodes[1].Key != "all" {
		t.Fatalf("kept series %v and nodes %v; want the first three series, and nodes first and all", h.series, h.nodes)
	}
	if got, want := h.totals.Series[0].Values[2], p.Series[0].Values[2]+p.Series[1].Values[2]; got != want {
		t.Errorf("node first is %v in its third year, want %v", got, want)
	}
}

// TestReconciliationFollowsTheBacktest: the way taken is the one with the least score,
// or bottom_up where another's lead is within its standard error. Either way series have
// finite points and the same answer each time; without nodes nothing is tried.
func TestReconciliationFollowsTheBacktest(t *testing.T) {
	p := bumpy(rand.New(rand.NewPCG(7, 8)), 6, 14)
	opts := Options{Horizon: 3, Draws: 50, Seed: 1, Nodes: twoLevels}
	r := forecast(t, p, opts)
	again := forecast(t, p, opts)
	rec := r.Reconciliation
	if rec.Method == "" || rec.RunnerUp == "" || rec.RunnerUp == rec.Method || rec.Origins == 0 {
		t.Fatalf("nothing was decided: %+v", rec)
	}
	least := rec.Levels[0] // the scores over all levels come first, in the order of the ways
	for _, s := range rec.Levels[:len(reconcilers)] {
		if s.Score < least.Score {
			least = s
		}
	}
	switch {
	case rec.Reason == "best" && rec.Method != least.Method:
		t.Errorf("%s is taken, but %s has the least score: %+v", rec.Method, least.Method, rec)
	case rec.Reason == "default" && (rec.Method != "bottom_up" || least.Method == "bottom_up"):
		t.Errorf("the default stands for another reason: %+v", rec)
	}
	for i, s := range r.Series {
		for h, v := range s.Mean {
			if !finite(v) || v != again.Series[i].Mean[h] {
				t.Errorf("%s: point %d is %v, then %v", s.Key, h, v, again.Series[i].Mean[h])
			}
		}
	}
	if alone := forecast(t, p, Options{Horizon: 3}); alone.Reconciliation.Method != "" {
		t.Errorf("without nodes: %+v", alone.Reconciliation)
	}
}

// TestReconciliationPicksAPlantedWay: parts are pure noise about their shares of a sum
// with a strong trend, so that only the sum can be forecast: a way that uses it wins,
// the series' points are those moved by it, and sums of points are nearer the truth.
func TestReconciliationPicksAPlantedWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	const parts, years, horizon = 12, 16, 3
	full := Panel{Frequency: 1}
	for i := range parts {
		full.Series = append(full.Series, Series{Key: string(rune('a' + i)), First: 2000, NonNegative: true})
	}
	for y := range years + horizon {
		noise, mean := make([]float64, parts), 0.0
		for i := range noise {
			noise[i] = 40 * rng.NormFloat64()
			mean += noise[i] / parts
		}
		for i := range parts {
			full.Series[i].Values = append(full.Series[i].Values, 300+6*float64(y)+noise[i]-mean)
		}
	}
	nodes := []Node{{"all", "top", indices(parts)}}
	models := []Model{naive, drift}
	p := full.At(2000 + years - 1)
	with := forecast(t, p, Options{Horizon: horizon, Models: models, Nodes: nodes})
	without := forecast(t, p, Options{Horizon: horizon, Models: models})
	if with.Reconciliation.Method == "bottom_up" || with.Reconciliation.Reason != "best" {
		t.Fatalf("%+v", with.Reconciliation)
	}
	off := func(r Result) (sum float64) {
		for h := range horizon {
			var e float64
			for i := range parts {
				e += r.Series[i].Mean[h] - full.Series[i].at(r.First+h)
			}
			sum += math.Abs(e)
		}
		return sum
	}
	if off(with) >= off(without) {
		t.Errorf("sums miss by %.1f reconciled and by %.1f without", off(with), off(without))
	}
	total := with.BacktestProducts(SumOf(indices(parts)))
	if len(total.Scores) == 0 || math.Abs(total.Scores[0].Forecast-total.Scores[0].Actual) > math.Abs(without.BacktestProducts(SumOf(indices(parts))).Scores[0].Forecast-total.Scores[0].Actual) {
		t.Errorf("the backtest of the sum does not use reconciled points: %+v", total.Scores)
	}
}

// TestReconciliationEndsWithItsContext: a stopped run is an error.
func TestReconciliationEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Forecast(ctx, bumpy(rand.New(rand.NewPCG(1, 1)), 6, 9), Options{Horizon: 2, Nodes: twoLevels}); err == nil {
		t.Error("no error from a run that was stopped")
	}
}

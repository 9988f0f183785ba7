package forecasts

import (
	"math"
	"math/rand/v2"
	"testing"

	"opdrift/forecasts/draws"
)

// TestTotalsCover: with services that share a shock (correlation .3), joint draws
// hold the total far more often than the same marginals drawn independently.
func TestTotalsCover(t *testing.T) {
	const series, horizon, n, runs = 40, 4, 200, 60
	var joint, plain, independent float64
	for run := range runs {
		p := walks(rand.New(rand.NewPCG(uint64(run), 1)), series, 15, 0.3)
		r := forecast(t, p.At(2010), Options{Horizon: horizon, Draws: n, Seed: 1, Models: []Model{naive}})
		members, together, apart := indices(series), make([][]float32, horizon), make([][]float32, horizon)
		for h := range horizon {
			together[h], apart[h] = make([]float32, n), make([]float32, n)
			for i := range members {
				order := draws.Stream(1, "apart", r.Series[i].Key).Perm(n)
				for d := range n {
					together[h][d] += r.Series[i].Draws[h][d]
					apart[h][d] += r.Series[i].Draws[h][order[d]]
				}
			}
		}
		wide, _ := TotalInterval(together, r.BacktestTotal(members))
		for h := range horizon {
			var y float64
			for i := range members {
				y += p.Series[i].at(r.First + h)
			}
			joint += inside(wide[h], y)
			plain += inside(quantilesOf(together[h]), y)
			independent += inside(quantilesOf(apart[h]), y)
		}
	}
	const all = horizon * runs
	t.Logf("coverage of a nominal 95 %% total: joint and widened %.2f, joint %.2f, independent %.2f", joint/all, plain/all, independent/all)
	// A handful of origins cannot promise 95 %; independence is off by far more.
	if joint/all < .85 || plain/all < .85 || independent/all > .65 {
		t.Errorf("coverage %.2f widened, %.2f joint, %.2f independent; want over .85, over .85, under .65", joint/all, plain/all, independent/all)
	}
}

func inside(q Quantiles, y float64) float64 {
	if q.P025 <= y && y <= q.P975 {
		return 1
	}
	return 0
}

// TestTotalByHand: the totals of 10, 12, 11, 15, 13, 16, 14 and of twice that are
// three times the first, and naive's scaled errors do not depend on the size.
func TestTotalByHand(t *testing.T) {
	one := []float64{10, 12, 11, 15, 13, 16, 14}
	two := make([]float64, len(one))
	for i, v := range one {
		two[i] = 2 * v
	}
	p := Panel{Frequency: 1, Series: []Series{
		{Key: "one", First: 2011, Values: one}, {Key: "two", First: 2011, Values: two},
		{Key: "price", First: 2011, Values: []float64{3, 3, 3, 3, 3, 3, 3}},
		{Key: "short", First: 2016, Values: []float64{1, 1}},
	}}
	r := forecast(t, p, Options{Horizon: 2, Models: []Model{naive}})
	got := r.BacktestTotal([]int{0, 1, 3}) // "short" is under a tenth, so it may lack scores
	want := []TotalScore{
		{2015, 1, 39, 48, 3 / 2.25}, {2015, 2, 39, 42, 1 / 2.25}, {2016, 1, 48, 42, -2 / 2.4},
	}
	if len(got.Scores) != len(want) {
		t.Fatalf("scores %+v, want %+v", got.Scores, want)
	}
	for k, w := range want {
		if g := got.Scores[k]; g.Origin != w.Origin || g.Horizon != w.Horizon || g.Forecast != w.Forecast || math.Abs(g.Scaled-w.Scaled) > 1e-12 {
			t.Errorf("score %+v, want %+v", g, w)
		}
	}
	product := r.BacktestProducts([]Term{{1, []int{0, 2}}})
	if s := product.Scores[0]; s.Forecast != 39 || s.Actual != 48 {
		t.Errorf("one times price 3: %+v, want 39 and 48", s)
	}
	if none := r.BacktestTotal([]int{3}); len(none.Scores) != 0 {
		t.Errorf("a series without backtest has total scores %+v", none.Scores)
	}
}

// TestTotalInterval: draws 1..101 have p2.5 3.5 and p97.5 98.5. Twenty scores of
// 30 in a scale of 2 at horizon 1 widen to 51 ± 60; nineteen do not.
func TestTotalInterval(t *testing.T) {
	row := make([]float32, 101)
	for d := range row {
		row[d] = float32(d + 1)
	}
	total := Total{Scale: 2}
	for range 20 {
		total.Scores = append(total.Scores, TotalScore{Horizon: 1, Scaled: -30})
	}
	got, widened := TotalInterval([][]float32{row}, total)
	if got[0].P025 != -9 || got[0].P975 != 111 || got[0].P50 != 51 || !widened[0] {
		t.Errorf("20 scores: %+v, want -9 to 111", got[0])
	}
	total.NonNegative = true
	if got, _ := TotalInterval([][]float32{row}, total); got[0].P025 != 0 {
		t.Errorf("floored: %+v, want from 0", got[0])
	}
	total.Scores = total.Scores[:19]
	got, widened = TotalInterval([][]float32{row}, total)
	if got[0].P025 != 3.5 || got[0].P975 != 98.5 || widened[0] {
		t.Errorf("19 scores: %+v, want 3.5 to 98.5", got[0])
	}
}

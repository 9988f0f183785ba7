package forecasts

import (
	"math"
	"math/rand/v2"
	"testing"

	"opdrift/forecasts/draws"
)

// TestTotalsCover: whatever services share, from nothing to almost all, the total of
// forty is held about as often as its intervals say. Sixty panels of eleven years
// have a standard error of about 4 points at 80 % and 3 at 95 %. Where almost all is
// common, forty series are as good as one, and six origins cannot promise 95 %.
func TestTotalsCover(t *testing.T) {
	for _, c := range []struct {
		name        string
		correlation float64
	}{{"nothing", 0}, {"some", .3}, {"almost all", .9}} {
		t.Run(c.name, func(t *testing.T) {
			got := coverTotals(t, c.correlation)
			t.Logf("80 %%: %.2f; 95 %%: %.2f; 95 %% of independent draws: %.2f; width to that of truth: %.2f", got.in80, got.in95, got.apart, got.width)
			if got.in80 < .70 || got.in80 > .92 || got.in95 < .80 {
				t.Errorf("coverage %.2f and %.2f, want .80 and .95", got.in80, got.in95)
			}
			if c.correlation >= .3 && got.apart > .65 {
				t.Errorf("independent draws hold %.2f: the case is too easy to tell", got.apart)
			}
			if got.width > 1.6 {
				t.Errorf("%.2f times as wide as it need be", got.width)
			}
		})
	}
}

// A totalCoverage is a mean over panels and horizons.
type totalCoverage struct{ in80, in95, apart, width float64 }

func coverTotals(t *testing.T, correlation float64) totalCoverage {
	t.Helper()
	const series, horizon, n, runs, step = 40, 4, 200, 60, 5
	var out totalCoverage
	for run := range runs {
		p := walks(rand.New(rand.NewPCG(uint64(run), 1)), series, 15, correlation)
		r := forecast(t, p.At(2010), Options{Horizon: horizon, Draws: n, Seed: 1, Models: []Model{naive}})
		together, apart := sumDraws(r, horizon, n)
		q, _ := TotalInterval(together, r.BacktestTotal(indices(series)))
		for h := range horizon {
			var y float64
			for i := range series {
				y += p.Series[i].at(r.First + h)
			}
			out.in80 += within(y, q[h].P10, q[h].P90) / (runs * horizon)
			out.in95 += within(y, q[h].P025, q[h].P975) / (runs * horizon)
			alone := quantilesOf(apart[h])
			out.apart += within(y, alone.P025, alone.P975) / (runs * horizon)
			sd := step * math.Sqrt(float64(h+1)*(series+correlation*series*(series-1)))
			out.width += (q[h].P90 - q[h].P10) / central80 / sd / (runs * horizon)
		}
	}
	return out
}

// sumDraws adds up all series as drawn, and each in an order of its own.
func sumDraws(r Result, horizon, n int) (together, apart [][]float32) {
	together, apart = make([][]float32, horizon), make([][]float32, horizon)
	for h := range horizon {
		together[h], apart[h] = make([]float32, n), make([]float32, n)
		for _, s := range r.Series {
			order := draws.Stream(1, "apart", s.Key).Perm(n)
			for d := range n {
				together[h][d] += s.Draws[h][d]
				apart[h][d] += s.Draws[h][order[d]]
			}
		}
	}
	return together, apart
}

func within(y, low, high float64) float64 {
	if low <= y && y <= high {
		return 1
	}
	return 0
}

func inside(q Quantiles, y float64) float64 { return within(y, q.P025, q.P975) }

// TestTotalByHand: totals of 10, 12, 11, 15, 13, 16, 14 and of twice that. Their steps
// are 2, 1, 4, 2, 3, 2: a mean of 2.25 up to the fourth change and 2.4 up to the fifth,
// twice that for the other, so √5 times that for a sum that erred apart.
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
	five := math.Sqrt(5)
	want := []TotalScore{
		{2015, 1, 39, 48, 9 / (2.25 * five)}, {2015, 2, 39, 42, 3 / (2.25 * five)}, {2016, 1, 48, 42, -6 / (2.4 * five)},
	}
	if len(got.Scores) != len(want) {
		t.Fatalf("scores %+v, want %+v", got.Scores, want)
	}
	for k, w := range want {
		if g := got.Scores[k]; g.Origin != w.Origin || g.Horizon != w.Horizon || g.Forecast != w.Forecast || math.Abs(g.Scaled-w.Scaled) > 1e-12 {
			t.Errorf("score %+v, want %+v", g, w)
		}
	}
	if now := 14. / 6 * five; math.Abs(got.Scale-now) > 1e-12 {
		t.Errorf("scale now %v, want %v", got.Scale, now)
	}
	// The price never changed, so it adds nothing to the spread of volume × price.
	product := r.BacktestProducts([]Term{{1, []int{0, 2}}})
	if s := product.Scores[0]; s.Forecast != 39 || s.Actual != 48 || math.Abs(s.Scaled-9/(3*2.25)) > 1e-12 {
		t.Errorf("one times price 3: %+v, want 39, 48 and 9 over 6.75", s)
	}
	if none := r.BacktestTotal([]int{3}); len(none.Scores) != 0 {
		t.Errorf("a series without backtest has total scores %+v", none.Scores)
	}
}

// TestTotalInterval: draws 1..101 have mean 51, p10 11 and p90 91, so a standard
// deviation of 80/2.563. Six origins whose errors are twice that make the factor
// √((4 + 6·4)/10) = √2.8; whose errors are 0, √.4; far ones count as three, √5.8.
func TestTotalInterval(t *testing.T) {
	row := make([]float32, 101)
	for d := range row {
		row[d] = float32(d + 1)
	}
	total := func(error float64, origins int) Total {
		out := Total{Scale: 80 / central80}
		for o := range origins {
			out.Scores = append(out.Scores, TotalScore{Origin: o, Horizon: 1, Scaled: error})
		}
		return out
	}
	for _, c := range []struct {
		name          string
		total         Total
		factor, low80 float64
	}{
		{"no scores", Total{Scale: 1}, 1, 11},
		{"no scale", Total{Scores: total(1, 6).Scores}, 1, 11},
		{"as the draws", total(-1, 6), 1, 11},
		{"twice", total(2, 6), math.Sqrt(2.8), 51 - 40*math.Sqrt(2.8)},
		{"none", total(0, 6), math.Sqrt(.4), 51 - 40*math.Sqrt(.4)},
		{"far", total(99, 6), math.Sqrt(5.8), 51 - 40*math.Sqrt(5.8)},
		{"twice, three origins", total(2, 3), math.Sqrt(16. / 7), 51 - 40*math.Sqrt(16./7)},
	} {
		q, factors := TotalInterval([][]float32{row}, c.total)
		factor := factors[0]
		if math.Abs(factor-c.factor) > 1e-6 || math.Abs(q[0].P10-c.low80) > 1e-4 || q[0].P50 != 51 {
			t.Errorf("%s: factor %v and p10 %v, p50 %v; want %v, %v and 51", c.name, factor, q[0].P10, q[0].P50, c.factor, c.low80)
		}
	}
	floored := total(99, 6)
	floored.NonNegative = true
	if q, _ := TotalInterval([][]float32{row}, floored); q[0].P025 != 0 {
		t.Errorf("floored: %+v, want from 0", q[0])
	}
	if q, _ := TotalInterval([][]float32{{}}, floored); !math.IsNaN(q[0].P50) {
		t.Errorf("without draws: %+v, want NaN", q[0])
	}
}

// TestStretchByHorizon: six errors of one standard deviation a year ahead and two of two
// at two years make s = (6 · 1 + 2 · 4)/8 = 1.75 and F² = (4 + 6 · 1.75)/10 = 1.45. One
// year ahead the shape is (4 + 6/1.75)/10 = 26/35, at two years (4 + 2 · 4/1.75)/6 = 10/7;
// three years ahead, without scores, it is 1.
func TestStretchByHorizon(t *testing.T) {
	row := make([]float32, 101)
	for d := range row {
		row[d] = float32(d + 1)
	}
	total := Total{Scale: 80 / central80}
	for o := range 6 {
		total.Scores = append(total.Scores, TotalScore{Origin: o, Horizon: 1, Scaled: 1})
		if o < 2 {
			total.Scores = append(total.Scores, TotalScore{Origin: o, Horizon: 2, Scaled: -2})
		}
	}
	want := []float64{math.Sqrt(1.45 * 26 / 35), math.Sqrt(1.45 * 10 / 7), math.Sqrt(1.45)}
	for h, factor := range Stretch([][]float32{row, row, row}, total) {
		if math.Abs(factor-want[h]) > 1e-6 {
			t.Errorf("horizon %d: %v, want %v", h+1, factor, want[h])
		}
	}
}

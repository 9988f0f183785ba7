package forecasts

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

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
		q, _ := stretched(together, r.BacktestProducts(SumOf(indices(series))))
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

// stretched are the quantiles of a total's draws moved by its own errors, and the factors.
func stretched(rows [][]float32, t Total) (q []Quantiles, factors []float64) {
	s := NewStretch(rows, t, nil)
	for h, row := range rows {
		q = append(q, quantilesOf(s.Draws(h, row)))
	}
	return q, s.Factors
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
	got := r.BacktestProducts(SumOf([]int{0, 1, 3})) // "short" is under a tenth, so it may lack scores
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
	if none := r.BacktestProducts(SumOf([]int{3})); len(none.Scores) != 0 {
		t.Errorf("a series without backtest has total scores %+v", none.Scores)
	}
}

// TestStretch: draws −50..50 have p10 −40 and p90 40, so a standard deviation of
// 80/2.563. Six origins whose errors are twice that make the factor √((4 + 6·4)/10) =
// √2.8; whose errors are 0, √.4; far ones count as three, √5.8.
func TestStretch(t *testing.T) {
	row := make([]float32, 101)
	for d := range row {
		row[d] = float32(d - 50)
	}
	for _, c := range []struct {
		name   string
		total  Total
		factor float64
	}{
		{"no scores", Total{Scale: 1}, 1},
		{"no scale", Total{Scores: errorsOf(1, 6).Scores}, 1},
		{"as the draws", errorsOf(-1, 6), 1},
		{"twice", errorsOf(2, 6), math.Sqrt(2.8)},
		{"none", errorsOf(0, 6), math.Sqrt(.4)},
		{"far", errorsOf(99, 6), math.Sqrt(5.8)},
		{"twice, three origins", errorsOf(2, 3), math.Sqrt(16. / 7)},
	} {
		q, factors := stretched([][]float32{row}, c.total)
		if math.Abs(factors[0]-c.factor) > 1e-6 {
			t.Errorf("%s: factor %v, want %v", c.name, factors[0], c.factor)
		}
		if scored := c.total.Scores != nil && c.total.Scale > 0; !scored && q[0] != quantilesOf(row) {
			t.Errorf("%s: the draws moved to %+v", c.name, q[0])
		}
	}
	if q, _ := stretched([][]float32{{}}, errorsOf(1, 6)); !math.IsNaN(q[0].P50) {
		t.Errorf("without draws: %+v, want NaN", q[0])
	}
}

// errorsOf is a total whose draws have a standard deviation of 80/2.563, and its errors a
// year ahead in units of that.
func errorsOf(error float64, origins int) Total {
	out := Total{Scale: 80 / central80}
	for o := range origins {
		out.Scores = append(out.Scores, TotalScore{Origin: o, Horizon: 1, Scaled: error})
	}
	return out
}

// TestStretchDraws: without tails the mean stays, and no draw passes 0 where none did.
func TestStretchDraws(t *testing.T) {
	s := Stretch{Factors: []float64{3}}
	for _, c := range []struct{ row, want []float32 }{
		{[]float32{1, 2, 3}, []float32{0, 2, 5}},
		{[]float32{-3, -2, -1}, []float32{-5, -2, 0}},
		{[]float32{-1, 0, 1}, []float32{-3, 0, 3}},
	} {
		if got := s.Draws(0, c.row); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.row, got, c.want)
		}
	}
}

// TestStretchTails: normal draws whose total's errors were as the draws become Student's
// t with 4 origins of their own and those of the total as degrees of freedom (table of t:
// 1.372 and 2.228 with 10, 1.476 and 2.571 with 5), about the same mean, and none of them
// passes 0 where no draw did.
func TestStretchTails(t *testing.T) {
	const n = 20000
	row := make([]float32, n)
	for d, rank := range rand.New(rand.NewPCG(1, 2)).Perm(n) {
		row[d] = float32(distuv.UnitNormal.Quantile((float64(rank) + .5) / n))
	}
	sd := distuv.UnitNormal.Quantile(.9) * 2 / central80
	for origins, want := range map[int][2]float64{6: {1.372, 2.228}, 1: {1.476, 2.571}} {
		total := errorsOf(1, origins)
		total.Scale = sd
		got := NewStretch([][]float32{row}, total, nil).Draws(0, row)
		if q := quantilesOf(got); math.Abs(q.P90-want[0]) > .03 || math.Abs(q.P975-want[1]) > .06 {
			t.Errorf("%d origins: %.3f and %.3f, want %v", origins, q.P90, q.P975, want)
		}
		if math.Abs(meanOf(got)-meanOf(row)) > 1e-6 {
			t.Errorf("%d origins: the mean went from %v to %v", origins, meanOf(row), meanOf(got))
		}
	}
	for _, sign := range []float32{1, -1} {
		got := NewStretch([][]float32{{sign, 2 * sign, 3 * sign}}, errorsOf(3, 6), nil).Draws(0, []float32{sign, 2 * sign, 3 * sign})
		for _, v := range got {
			if v*sign < 0 {
				t.Errorf("%v: draws of one sign passed 0", got)
			}
		}
	}
}

// TestStretchByHorizon: six errors of one standard deviation a year ahead make the factor
// 1, and two of two at two years √((4 + 2·4)/6); three years ahead, without scores, it is
// that of two years.
func TestStretchByHorizon(t *testing.T) {
	total := errorsOf(1, 6)
	for o := range 2 {
		total.Scores = append(total.Scores, TotalScore{Origin: o, Horizon: 2, Scaled: -2})
	}
	row := hundred()
	want := []float64{1, math.Sqrt2, math.Sqrt2}
	for h, factor := range NewStretch([][]float32{row, row, row}, total, nil).Factors {
		if math.Abs(factor-want[h]) > 1e-6 {
			t.Errorf("horizon %d: %v, want %v", h+1, factor, want[h])
		}
	}
}

// hundred are 101 draws whose p10 and p90 are 80 apart.
func hundred() []float32 {
	row := make([]float32, 101)
	for d := range row {
		row[d] = float32(d + 1)
	}
	return row
}

// TestStretchByOthers: two other totals have errors of two standard deviations at the same
// six origins, so that the prior is (4 + 6·4)/10 = 2.8, however many they are. Six errors
// of one of its own make (4·2.8 + 6)/10, one makes (4·2.8 + 1)/5; without any the draws
// stay. A part is not its own prior, and kinds say nothing of each other.
func TestStretchByOthers(t *testing.T) {
	rows := [][]float32{hundred()}
	far, one := NewTotalErrors(rows, errorsOf(2, 6)), NewTotalErrors(rows, errorsOf(1, 6))
	sums := []Sum{
		{SumOf([]int{0}), "a", true}, {SumOf([]int{1}), "a", true}, {SumOf([]int{2}), "a", true},
		{SumOf([]int{0, 1, 2}), "a", false}, {SumOf([]int{0}), "b", false}, {SumOf([]int{2}), "a", false},
	}
	others := Others(sums, []TotalErrors{far, far, one, far, far, one})
	for _, c := range []struct {
		name   string
		total  Total
		others TotalErrors
		want   float64
	}{
		{"six of its own", errorsOf(1, 6), others(2), math.Sqrt((4*2.8 + 6) / 10)},
		{"one", errorsOf(1, 1), others(2), math.Sqrt((4*2.8 + 1) / 5)},
		{"none", Total{Scale: 1}, others(2), 1},
		{"a part among two: mean e² is 2.5", errorsOf(2, 6), others(0), math.Sqrt((4*(4+6*2.5)/10 + 6*4) / 10)},
		{"the sum of them: mean e² is 3", errorsOf(1, 6), others(3), math.Sqrt((4*(4+6*3.)/10 + 6) / 10)},
		{"another kind", errorsOf(1, 6), others(4), 1},
		{"a sum of one part is like the part", errorsOf(1, 6), others(5), math.Sqrt((4*2.8 + 6) / 10)},
	} {
		if got := NewStretch(rows, c.total, c.others).Factors[0]; math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: factor %v, want %v", c.name, got, c.want)
		}
	}
}

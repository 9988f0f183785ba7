package forecasts

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSpreads: series that differ by chance alone get nearly one relation to their
// level; series that truly differ keep their own.
func TestSpreads(t *testing.T) {
	const series, steps = 200, 8
	rng := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name        string
		differ      float64 // standard deviation of the logarithm of the true spread
		least, most float64 // of the moderated spread's error, relative to the step's
	}{{"counts", 0, 0, .5}, {"unrelated", 2, .8, 1.1}} {
		var s crossSection
		var truth []float64
		for range series {
			level := math.Exp(3 * rng.NormFloat64())
			sd := math.Sqrt(level) * math.Exp(c.differ*rng.NormFloat64())
			var step float64
			for range steps {
				step += math.Abs(sd*rng.NormFloat64()) / steps
			}
			s.level, s.step, s.steps = append(s.level, level), append(s.step, step), append(s.steps, steps)
			truth = append(truth, sd*math.Sqrt(2/math.Pi)) // the mean of |N(0, sd²)|
		}
		moderated := s.spreads()
		var own, ours float64
		for i, v := range truth {
			own += math.Pow(math.Log(s.step[i]/v), 2)
			ours += math.Pow(math.Log(moderated[i]/v), 2)
		}
		if ratio := math.Sqrt(ours / own); ratio < c.least || ratio > c.most {
			t.Errorf("%s: error %.2f times that of the series' own step, want %.1f to %.1f", c.name, ratio, c.least, c.most)
		}
	}
}

// TestSpreadsLeftAlone: fewer than ten series, and series without a step, keep theirs.
func TestSpreadsLeftAlone(t *testing.T) {
	few := crossSection{step: []float64{1, 5, 9}, level: []float64{1, 1, 1}, steps: []int{4, 4, 4}}
	if got := few.spreads(); !slices.Equal(got, few.step) {
		t.Errorf("three series: %v, want %v", got, few.step)
	}
	var many crossSection
	for k := range 20 {
		many.step, many.level, many.steps = append(many.step, float64(k)), append(many.level, 10), append(many.steps, 5)
	}
	many.step[1] = math.NaN()
	got := many.spreads()
	if got[0] != 0 || !math.IsNaN(got[1]) {
		t.Errorf("no step: %v and %v, want 0 and NaN", got[0], got[1])
	}
	if !(got[2] > 2 && got[19] < 19) {
		t.Errorf("steps 2 and 19 became %v and %v, want them nearer to each other", got[2], got[19])
	}
}

package forecasts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestProportionByHand. Two series, one origin, two horizons; x is √5 below and above its
// mean in one and the other way round in the other, y as many times b. Means of horizons
// and of paths are 0, so Σxx = 4·5 = 20 and Σxy = 20 b: g = 20 b/(20 + 20) = b/2, between
// 0 and 1. At a cutoff one period after the origin only one horizon is known: no slope.
func TestProportionByHand(t *testing.T) {
	p := Panel{Frequency: 4, Series: []Series{{Key: "a", Values: make([]float64, 30)}, {Key: "b", Values: make([]float64, 30)}}}
	s := Scores{panel: p, Horizon: 2, Origins: []int{20}}
	r := math.Sqrt(5)
	for b, want := range map[float64]float64{1: .5, .4: .2, 3: 1, -1: 0} {
		of := proportions{&s, []float64{-r, r, r, -r}, []float64{-b * r, b * r, b * r, -b * r}}
		if got := of.at(math.MaxInt)["all"]; math.Abs(got-want) > 1e-12 {
			t.Errorf("b %v: g is %v, want %v", b, got, want)
		}
		if got := of.at(21)["all"]; got != 0 {
			t.Errorf("b %v, one horizon known: g is %v, want 0", b, got)
		}
	}
	yearly := s
	yearly.panel.Frequency = 1
	if g := (proportions{&yearly, []float64{-r, r, r, -r}, []float64{-r, r, r, -r}}).at(math.MaxInt); g != nil {
		t.Errorf("a yearly panel has %v, want none", g)
	}
	for point, want := range map[float64]float64{200: 2, -50: .5, 0: 1.0 / 8, 1e6: 8} {
		if got := math.Exp(logLevel(point, 100)); math.Abs(got-want) > 1e-12 {
			t.Errorf("point %v of a level of 100 counts as %v of it, want %v", point, got, want)
		}
	}
	if x := logLevel(5, 0); !math.IsNaN(x) || levelFactor(1, x) != 1 {
		t.Errorf("without a level the logarithm is %v; want none, and the factor 1", x)
	}
}

// TestProportionalIntervals: forty quarterly series with the season 1.6, 1, 1, .4. Where
// noise is a share of the level, intervals of the first quarter are about four times as
// wide as those of the fourth; where it is the same in all, they are about as wide.
func TestProportionalIntervals(t *testing.T) {
	for name, tt := range map[string]struct {
		share       bool
		least, most float64
	}{"share": {true, 3, 4.5}, "same": {false, .8, 1.25}} {
		rng := rand.New(rand.NewPCG(7, 8))
		p := Panel{Frequency: 4}
		for i := range 40 {
			s := Series{Key: fmt.Sprint(i), Values: make([]float64, 48)}
			for t := range s.Values {
				level := []float64{160, 100, 100, 40}[t%4]
				noise := 10 * rng.NormFloat64()
				if tt.share {
					noise *= level / 100
				}
				s.Values[t] = level + noise
			}
			p.Series = append(p.Series, s)
		}
		r := forecast(t, p, Options{Horizon: 4, Models: []Model{theta}, Draws: 200})
		var high, low, drawn average
		for _, f := range r.Series {
			high.add(f.Quantiles[0].P975 - f.Quantiles[0].P025)
			low.add(f.Quantiles[3].P975 - f.Quantiles[3].P025)
			q := quantilesOf(f.Draws[0])
			drawn.add(q.P975 - q.P025)
		}
		if ratio := high.mean() / low.mean(); ratio < tt.least || ratio > tt.most {
			t.Errorf("%s: the first quarter's intervals are %.2f times the fourth's, want %v to %v", name, ratio, tt.least, tt.most)
		}
		if ratio := drawn.mean() / high.mean(); ratio < .85 || ratio > 1.15 {
			t.Errorf("%s: draws are %.2f times as wide as the quantiles, want the same", name, ratio)
		}
	}
}

package forecasts

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestArimaByHand: w = 1, 2, 4, 3 with m = 2, φ = .5, θ = .2, Θ = .1 and no mean:
//
//	e1 = 1;  e2 = 2 − .5·1 − .2·1 = 1.3;  e3 = 4 − .5·2 − .2·1.3 − .1·1 = 2.64
//	e4 = 3 − .5·4 − .2·2.64 − .1·1.3 − .02·1 = .322
func TestArimaByHand(t *testing.T) {
	f := arimaFit{order: arimaOrder{ar: 1, lag: 2, ma: 1}}
	f.ar, f.ma = f.order.polynomials(point{.1, .2, .5}, nil, nil)
	errors := make([]float64, 4)
	f.filter([]float64{1, 2, 4, 3}, errors)
	if diff := cmp.Diff([]float64{1, 1.3, 2.64, .322}, errors, close6); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// y = 5, 6 and then w more than two periods before; the next w has mean 0:
	// .5·3 + .2·.322 + .1·2.64 + .02·1.3 = 1.8544, then .5·1.8544 + .1·.322 + .02·2.64 = 1.0122.
	y := []float64{5, 6, 6, 8, 10, 11}
	f.w, f.errors = f.order.difference(y), errors
	if diff := cmp.Diff([]float64{11.8544, 12.0122}, f.extend(y, 2), close6); diff != "" {
		t.Errorf("path (-want +got):\n%s", diff)
	}
}

// TestArimaOptimum: none of 3,000 random coefficients has 1 % fewer squares than the
// fit. Where φ nearly cancels θ the squares are flat, so no closer.
func TestArimaOptimum(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	y := noisy(3, 60)
	for i := range y {
		y[i] += 5 * math.Sin(2*math.Pi*float64(i)/12)
	}
	for _, o := range arimaOrders(12, false) {
		f := o.fit(y, 14)
		other := f
		other.errors = make([]float64, len(f.w))
		for range 3000 {
			var p point
			for j := range p {
				p[j] = 1.96*rng.Float64() - .98
			}
			if other.run(p, 14); other.sse < 0.99*f.sse {
				t.Fatalf("%+v: %v squares at %v, the fit has %v", o, other.sse, p, f.sse)
			}
		}
	}
}

// TestArimaGrowth: a season on a straight line is continued exactly.
func TestArimaGrowth(t *testing.T) {
	at := func(t int) float64 { return 50 + 3*float64(t) + quarters(1)[t%4] }
	y, want := make([]float64, 26), make([]float64, 5)
	for i := range y {
		y[i] = at(i)
	}
	for h := range want {
		want[h] = at(26 + h)
	}
	if diff := cmp.Diff(want, averagePath(arimaForms(y, 4, true, 5), 5), close6); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestArimaLevelShift: where growth has been 4 a year and the level rose by 20 within the
// newest, growth two years on is 14 at most, over eight histories. With a second
// difference, over one period, in half of the orders it was 19: nothing drew it back.
func TestArimaLevelShift(t *testing.T) {
	var growth average
	for seed := range uint64(8) {
		y, rng := make([]float64, 44), rand.New(rand.NewPCG(seed, 4))
		for i := range y {
			y[i] = float64(i) + quarters(1)[i%4] + rng.NormFloat64()/2
			if i >= 40 {
				y[i] += 16
			}
		}
		path := averagePath(arimaForms(y, 4, true, 12), 12)
		growth.add(mean(path[8:]) - mean(path[4:8]))
	}
	if growth.mean() > 14 {
		t.Errorf("growth of %v from the second to the third year, want 14 at most", growth.mean())
	}
}

// TestArimaMissedSeason: a season that three years are too few to prove, a swing of 40, is
// continued, at a third of it or more.
func TestArimaMissedSeason(t *testing.T) {
	y, rng := quarters(4)[:13], rand.New(rand.NewPCG(6, 6))
	for i := range y {
		y[i] += 10 * rng.NormFloat64()
	}
	if isSeasonal(y, 4) {
		t.Fatal("the test finds a season of 13 values; another history is needed")
	}
	path, err := arima.(perSeries).fit(history{frequency: 4, y: y}, 4)
	if err != nil {
		t.Fatal(err)
	}
	if swing := path[3] - path[1]; swing < 13 {
		t.Errorf("path %v rises by %v from the third quarter to the first, want 13 at least", path, swing)
	}
}

package regress

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestHostile: whatever comes in, there is no panic, and either a sentence or
// finite coefficients; errors carry no numbers beside them.
func TestHostile(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	strange := []float64{0, 0, 1, 1, -1, 3, 1e-300, 5e-324, 1e149, -1e149, 1e9, 1e-9, math.NaN(), math.Inf(1), math.Inf(-1)}
	draw := func(hostile float64) float64 {
		if rng.Float64() < hostile {
			return strange[rng.IntN(len(strange))]
		}
		return math.Floor(20 * rng.Float64())
	}
	vector := func(n int, hostile float64) []float64 {
		if rng.IntN(2) == 0 {
			return nil
		}
		out := make([]float64, n)
		for i := range out {
			out[i] = draw(hostile) / 4
		}
		return out
	}
	fitted := 0
	for range 6000 {
		n, k := rng.IntN(9), rng.IntN(4)
		hostile := []float64{0, .05, .5}[rng.IntN(3)]
		x, y := make([][]float64, n), make([]float64, n)
		for i := range x {
			x[i] = make([]float64, k)
			for j := range x[i] {
				x[i][j] = draw(hostile)
			}
			y[i] = draw(hostile)
		}
		opts := Options{
			NoIntercept: rng.IntN(3) == 0, MinDF: rng.IntN(5) - 1, Exact: rng.IntN(2) == 0,
			Family: append(families, "", "other")[rng.IntN(7)], Robust: append(robusts, "", "")[rng.IntN(6)],
			Offset: vector(n, hostile), Weights: vector(n, hostile), Ridge: vector(k, hostile),
		}
		fit, err := Estimate(x, y, opts)
		if err != nil {
			if fit.Coef != nil || err.Error() == "" {
				t.Fatalf("%v beside %v", fit.Coef, err)
			}
			continue
		}
		fitted++
		for j, b := range fit.Coef {
			if math.IsNaN(b) || math.IsInf(b, 0) || math.IsNaN(fit.SE[j]) || fit.DF < 1 {
				t.Fatalf("x %v, y %v, %+v: %v ± %v with %v df", x, y, opts, fit.Coef, fit.SE, fit.DF)
			}
		}
		mean, lower, upper := fit.Predict(make([]float64, k), .8)
		if !(lower <= mean && mean <= upper) && fit.Family == Gaussian {
			t.Fatalf("x %v, y %v, %+v: %v not in %v to %v", x, y, opts, mean, lower, upper)
		}
		if math.IsNaN(lower) || math.IsNaN(upper) || lower > upper {
			t.Fatalf("x %v, y %v, %+v: %v in %v to %v", x, y, opts, mean, lower, upper)
		}
	}
	if fitted < 500 {
		t.Errorf("only %d of 6000 were fitted: the test is not hostile but blind", fitted)
	}
}

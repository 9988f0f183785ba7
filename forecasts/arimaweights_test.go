package forecasts

import (
	"math"
	"testing"
)

// growing is a history whose season is a percentage of a level that grows by 1 %.
func growing(n int) []float64 {
	y := make([]float64, n)
	for t, noise := range noisy(8, n) {
		y[t] = math.Exp(5 + 0.01*float64(t) + 0.2*math.Sin(math.Pi*float64(t)/2) + 0.002*noise)
	}
	return y
}

// TestArimaLogarithms: where growth and season are percentages the criterion prefers
// logarithms, Jacobian included.
func TestArimaLogarithms(t *testing.T) {
	y, orders := growing(60), arimaOrders(4, true)
	least := func(forms []weighed) float64 {
		v := math.Inf(1)
		for _, f := range forms {
			v = min(v, f.criterion)
		}
		return v
	}
	if logs, plain := least(arimaLogFits(y, orders, 6, 1)), least(arimaFits(y, orders, 6, 1, 0)); !(logs < plain-10) {
		t.Errorf("criterion %v with logarithms, %v without", logs, plain)
	}
}

// TestArimaUnits: the path follows the unit of measurement, also at and below 0, and a
// constant history stays what it is.
func TestArimaUnits(t *testing.T) {
	shifted := growing(40)
	for k := range shifted {
		shifted[k] -= 170
	}
	for name, y := range map[string][]float64{
		"positive": growing(40), "both signs": shifted, "zero": make([]float64, 40), "constant": flat(7, 40), "one": flat(1, 40),
	} {
		for _, seasonal := range []bool{false, true} {
			path, want := averagePath(arimaForms(y, 4, seasonal, 6), 6), make([]float64, 6)
			large := make([]float64, len(y))
			for k, v := range y {
				large[k] = 1000 * v
			}
			for h, v := range averagePath(arimaForms(large, 4, seasonal, 6), 6) {
				want[h] = v / 1000
			}
			for h, v := range path {
				if math.Abs(v-want[h]) > 1e-3*math.Abs(v) {
					t.Errorf("%s, season %t, horizon %d: %v, and %v in another unit", name, seasonal, h+1, v, want[h])
				}
				if y[0] == y[1] && math.Abs(v-y[0]) > 1e-9 {
					t.Errorf("%s: %v after a constant history", name, v)
				}
			}
		}
	}
}

package regress

import (
	"errors"
	"math"
	"testing"
)

// TestRatesByHand: Y = 0, 2, 10 in N = 100, 100, 200: μ = 12/400 = .03, M = 3, 3, 6.
// Σ((Y−M)² − Y) = (9−0) + (1−2) + (16−10) = 14, ΣM² = 54, τ = 14/54 = 7/27, so
// 1/τ = 27/7 and r = .03·(Y+27/7)/(M+27/7): 27/48, 41/48 and 97/69 of .03.
func TestRatesByHand(t *testing.T) {
	rates, common, tau, err := Rates([]float64{0, 2, 10}, []float64{100, 100, 200})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "μ", common, .03, 1e-16)
	near(t, "τ", tau, 7.0/27, 1e-14)
	nearAll(t, "rates", rates, []float64{.03 * 27 / 48, .03 * 41 / 48, .03 * 97 / 69}, 1e-15)
}

// TestRatesEdges: where cells differ no more than chance they share one rate.
func TestRatesEdges(t *testing.T) {
	rates, _, tau, err := Rates([]float64{3, 3, 3}, []float64{100, 100, 100})
	if err != nil || tau != 0 {
		t.Fatalf("τ %v, error %v", tau, err)
	}
	nearAll(t, "equal cells", rates, []float64{.03, .03, .03}, 1e-17)
	rates, common, _, err := Rates([]float64{0, 0}, []float64{5, 0})
	if err != nil || common != 0 || rates[0] != 0 || rates[1] != 0 {
		t.Errorf("no events: %v, %v, %v", rates, common, err)
	}
	for name, c := range map[string][2][]float64{
		"lengths":     {{1}, {1, 2}},
		"NaN":         {{math.NaN()}, {1}},
		"negative":    {{-1}, {1}},
		"nobody":      {{1, 1}, {0, 5}},
		"no exposure": {{0, 0}, {0, 0}},
		"empty":       {nil, nil},
	} {
		if rates, _, _, err := Rates(c[0], c[1]); err == nil || rates != nil {
			t.Errorf("%s: rates %v, error %v", name, rates, err)
		} else if !errors.Is(err, ErrShape) && !errors.Is(err, ErrNotFinite) && !errors.Is(err, ErrTooFew) {
			t.Errorf("%s: %v wraps none of ours", name, err)
		}
	}
}

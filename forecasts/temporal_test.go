package forecasts

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBlocks by hand: of 1, 3, 5, 7, 9 the first fills no pair: (3+5)/2 and (7+9)/2.
func TestBlocks(t *testing.T) {
	if diff := cmp.Diff([]float64{4, 8}, blocks([]float64{1, 3, 5, 7, 9}, 2), close6); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{1, 2, 3, 4, 6, 12}, divisors(12)); diff != "" {
		t.Errorf("divisors of 12 (-want +got):\n%s", diff)
	}
}

// TestAgreeByHand. Two periods a year, forecast 10 and 14 (24 in all), and the year 30,
// a mean of 15 beside 12. The year's error variance is 2, that of the two periods
// together 2 too, so the total becomes 27, halfway, and each period takes half of the
// difference: 11.5 and 15.5. The next year, 8 and 8 beside a mean of 8, stays.
//
// Four periods a year, 0, 0, 4, 8 (mean 3), halves with means 2 and 4 (mean 3) and the
// year with mean 6. Year: (3 + 3 + 6)/3 = 4. Halves less the mean of the year: −3 from
// the quarters, −1 from the halves, in equal parts −2: so 2 and 6. Quarters less the mean
// of their half: 0, 0, −2, 2. So 2, 2, 4, 8.
func TestAgreeByHand(t *testing.T) {
	tests := []struct {
		name   string
		m      int
		levels []temporalLevel
		want   []float64
	}{
		{"halves", 2, []temporalLevel{{1, []float64{10, 14, 8, 8}}, {2, []float64{15, 8}}}, []float64{11.5, 15.5, 8, 8}},
		{"quarters", 4, []temporalLevel{{1, []float64{0, 0, 4, 8}}, {2, []float64{2, 4}}, {4, []float64{6}}}, []float64{2, 2, 4, 8}},
		{"alone", 4, []temporalLevel{{1, []float64{1, 2, 3, 4}}}, []float64{1, 2, 3, 4}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, agree(tt.levels, tt.m), close6); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestAgreeInvariants, with random forecasts of two years at all levels of a year of
// months: the answer is that of least squares, for what is left of the forecasts,
// weighed, is orthogonal to every month, Σ over levels of (k f − sum of b)/k = 0; the
// months of a reconciled year sum to that year; and reconciling again changes nothing.
func TestAgreeInvariants(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		var levels []temporalLevel
		for _, k := range divisors(12) {
			path := make([]float64, 24/k)
			for j := range path {
				path[j] = 100 + 30*rng.NormFloat64()
			}
			levels = append(levels, temporalLevel{k, path})
		}
		b := agree(levels, 12)
		var again []temporalLevel
		left := make([]float64, len(b))
		for _, l := range levels {
			sums := blocks(b, l.k)
			again = append(again, temporalLevel{l.k, sums})
			for i := range b {
				left[i] += l.path[i/l.k] - sums[i/l.k]
			}
		}
		for i, v := range left {
			if math.Abs(v) > 1e-9*100 {
				t.Fatalf("month %d: the weighed rest is %v, want 0", i, v)
			}
		}
		for i, v := range agree(again, 12) {
			if math.Abs(v-b[i]) > 1e-9*100 {
				t.Fatalf("month %d: %v becomes %v though the levels agree", i, b[i], v)
			}
		}
	}
}

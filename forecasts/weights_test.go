package forecasts

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAveragePathByHand: criteria 0 and 8 have weights 1 and exp(−8/8):
// (1·10 + e⁻¹·20)/(1 + e⁻¹) = 12.689414. A path that is not finite takes no part,
// however small its criterion.
func TestAveragePathByHand(t *testing.T) {
	forms := []weighed{{0, []float64{10}}, {8, []float64{20}}, {-99, []float64{math.Inf(1)}}}
	if diff := cmp.Diff([]float64{12.689414}, averagePath(forms, 1), close6); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

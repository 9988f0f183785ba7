package pipeline

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"opdrift/forecasts"
)

// TestTotalCoverageColumns: of four outcomes a year ahead three are inside; two years ahead
// there is none, and a number that cannot fail is not made up. Another service of the level
// adds its two outcomes.
func TestTotalCoverageColumns(t *testing.T) {
	nan := math.NaN()
	one := forecasts.TotalCoverage{Scores: []int{4, 0}, Inside80: []int{3, 0}, Inside95: []int{4, 0}}
	two := forecasts.TotalCoverage{Scores: []int{2, 1}, Inside80: []int{0, 1}, Inside95: []int{1, 1}}
	key := totalKey{"service", "a"}
	c := totalCoverages{coveredGross: {key: one, totalKey{level: "service"}: forecasts.TotalCoverage{}.Plus(one).Plus(two)}}
	for _, tt := range []struct {
		what           string
		held           totalCoverages
		measure, basis string
		h              int
		want           coverageColumns
	}{
		{"a year ahead", c, "gross", fixedPrices, 0, coverageColumns{.75, 1, 4, .5, 5. / 6, 6, "ok"}},
		{"no outcome of its own", c, "gross", fixedPrices, 1, coverageColumns{nan, nan, 0, 1, 1, 1, "no_later_origin"}},
		{"current prices", c, "gross", currentPrices, 0, coverageColumns{nan, nan, 0, nan, nan, 0, "not_measured"}},
		{"no draws", nil, "gross", fixedPrices, 0, coverageColumns{nan, nan, 0, nan, nan, 0, "no_evidence"}},
	} {
		if diff := cmp.Diff(tt.want, tt.held.of(key, tt.measure, tt.basis, tt.h), cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.what, diff)
		}
	}
}

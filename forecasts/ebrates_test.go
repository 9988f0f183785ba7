package forecasts

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestEBRatesByHand. Two bands of 100 inhabitants a year, then 200.
//
// Chance explains it: 2, 3, 0, 3 and 2, 1, 0, 1 persons. R = 8/400 = .02 and 4/400 =
// .01; Y = 6 and 2 in three years of 300 inhabitants, where R alone expects 6 and 3:
// the level is 8/9, so M = 16/3 and 8/3. (2/3)² − 6 + (2/3)² − 2 < 0: τ = 0, and the
// forecast is 200·M/300 = 32/9 and 16/9.
//
// Chance does not: 30, 0, 0, 0 and 0, 10, 10, 10 persons. R = .075 for both; Y = 0 and
// 30, R expects 22.5 each: level 2/3, M = 15 each, μ = .05. τ = (15² − 0 + 15² −
// 30)/(2·15²) = 14/15. r = .05·(0 + 15/14)/(15 + 15/14) = .05/15 and .05·(30 +
// 15/14)/(15 + 15/14) = .05·29/15; times 200: 2/3 and 58/3.
//
// Nobody: 0 for ever, beside the others and without changing them.
func TestEBRatesByHand(t *testing.T) {
	for name, tt := range map[string]struct {
		values [][]float64
		want   []float64
	}{
		"chance":   {[][]float64{{2, 3, 0, 3}, {2, 1, 0, 1}}, []float64{32. / 9, 16. / 9}},
		"more":     {[][]float64{{30, 0, 0, 0}, {0, 10, 10, 10}}, []float64{2. / 3, 58. / 3}},
		"nobody":   {[][]float64{{2, 3, 0, 3}, {2, 1, 0, 1}, {0, 0, 0, 0}}, []float64{32. / 9, 16. / 9, 0}},
		"none":     {[][]float64{{0, 0, 0, 0}}, []float64{0}},
		"closed":   {[][]float64{{5, 0, 0, 0}, {4, 0, 0, 0}}, []float64{0, 0}},
		"constant": {[][]float64{{7, 7, 7, 7}, {3, 3, 3, 3}}, []float64{14, 6}},
	} {
		p := Panel{Frequency: 1}
		for i, values := range tt.values {
			p.Series = append(p.Series, Series{
				Key: string(rune('a' + i)), First: 2000, Values: values,
				Exposure: projected(100, 100, 100, 100, 200, 200),
			})
		}
		for i, path := range fitHorizon(t, ebRates, p, 2) {
			if diff := cmp.Diff(flat(tt.want[i], 2), path.Mean, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Errorf("%s, band %d (-want +got):\n%s", name, i, diff)
			}
		}
	}
}

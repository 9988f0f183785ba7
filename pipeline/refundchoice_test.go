package pipeline

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// missed makes scores of refund whose absolute errors are given by method and origin; each
// origin has two years with the same error, above and below.
func missed(errors map[string][]float64) []refundScore {
	var out []refundScore
	for method, by := range errors {
		for i, e := range by {
			for h, sign := range []float64{1, -1} {
				origin := int64(2019 + i)
				out = append(out, refundScore{measure: "refund", method: method, origin: origin, year: origin + int64(h) + 1, forecast: -100 + sign*e, actual: -100})
			}
		}
	}
	return append(out, refundScore{measure: "net", method: refundShare, origin: 2019, year: 2020, forecast: 1e9})
}

// TestChooseRefunds: the rule with its take-up stands unless another missed by less beyond
// one standard error. Of 10, 12, 14 less 5, 5, 5 the differences are 5, 7, 9: mean 7, standard
// error 2/√3 = 1.155. Less 8, 17, 5 they are 2, −5, 9: mean 2, standard error 7/√3 = 4.041.
func TestChooseRefunds(t *testing.T) {
	booked := []float64{10, 12, 14}
	for _, c := range []struct {
		name                 string
		errors               map[string][]float64
		want, runner, reason string
		difference, se       float64 // of the runner-up to what was chosen
	}{
		{"share is better", map[string][]float64{refundBooked: booked, refundShare: {5, 5, 5}, refundRule: {20, 20, 20}}, refundShare, refundBooked, "best", 7, 2 / math.Sqrt(3)},
		{"share is better by chance", map[string][]float64{refundBooked: booked, refundShare: {8, 17, 5}, refundRule: {20, 20, 20}}, refundBooked, refundShare, "default", -2, 7 / math.Sqrt(3)},
		{"both are better, the rule most", map[string][]float64{refundBooked: booked, refundShare: {5, 5, 5}, refundRule: {4, 4, 4}}, refundRule, refundBooked, "best", 8, 2 / math.Sqrt(3)},
		{"two origins", map[string][]float64{refundBooked: booked[:2], refundShare: {0, 0}, refundRule: {0, 0}}, refundBooked, "", "default", math.NaN(), math.NaN()},
		{"none", nil, refundBooked, "", "default", math.NaN(), math.NaN()},
	} {
		got := chooseRefunds(missed(c.errors))
		if got.method != c.want || got.runnerUp != c.runner || got.reason != c.reason {
			t.Errorf("%s: %+v, want %s before %s, %s", c.name, got, c.want, c.runner, c.reason)
		}
		if diff := cmp.Diff([]float64{c.difference, c.se}, []float64{got.difference, got.se}, cmpopts.EquateApprox(0, 1e-12), cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s: difference and standard error (-want +got):\n%s", c.name, diff)
		}
	}
	mean, se := pairedGain(map[int64]float64{1: 10, 2: 12, 3: 14}, map[int64]float64{1: 8, 2: 17, 3: 5})
	if math.Abs(mean-2) > 1e-12 || math.Abs(se-7/math.Sqrt(3)) > 1e-12 {
		t.Errorf("gain %v, standard error %v; want 2 and 4.041", mean, se)
	}
}

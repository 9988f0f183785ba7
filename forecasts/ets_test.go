package forecasts

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestETSMeanByHand: of 20 values the criteria are 10 + 2·3 + 2·3·4/16 = 17.5 and
// 2 + 2·5 + 2·5·6/14 = 16.285714, so the weights are exp(−1.214286/8) = .859172 and 1:
// (.859172·10 + 20)/1.859172 = 15.378737. A form with 19 parameters has none left for a
// criterion, however well it fits.
func TestETSMeanByHand(t *testing.T) {
	at := func(v float64) func(int) []float64 { return func(int) []float64 { return []float64{v} } }
	fits := []etsFit{
		{deviance: 10, k: 3, extend: at(10)},
		{deviance: 2, k: 5, extend: at(20)},
		{deviance: -900, k: 19, extend: at(1e6)},
	}
	if diff := cmp.Diff([]float64{15.378737}, etsMean(fits, 20, 1), close6); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSlopeRemembersAYear: a level of 24 quarters that turns into a steep rise in the
// last two years would be fitted best by a slope that follows the newest change almost
// at once. That is allowed in yearly histories; in quarterly ones β is at most α/4, with
// and without a season, and with relative errors too.
func TestSlopeRemembersAYear(t *testing.T) {
	y := flat(100, 24)
	for len(y) < 32 {
		y = append(y, y[len(y)-1]+5*float64(len(y)-23))
	}
	for k, v := range noisy(3, len(y)) {
		y[k] += v / 1000
	}
	for _, damp := range []bool{false, true} {
		if f := fitTrend(y, 1, damp); !(f.beta > f.alpha/2) {
			t.Errorf("damped %v: β %.3f of α %.3f in a yearly history", damp, f.beta, f.alpha)
		}
		if f := fitTrend(y, 4, damp); f.beta > f.alpha/4+1e-9 {
			t.Errorf("damped %v: β %.3f of α %.3f in a quarterly history", damp, f.beta, f.alpha)
		}
	}
	for _, trend := range []trendKind{fullTrend, dampedTrend} {
		form := seasonalForm{m: 12, trend: trend}
		if alpha, b, _, _ := form.smoothing(form.box().hi); b > alpha/12+1e-9 {
			t.Errorf("trend %v: β %.3f of α %.3f in a monthly history", trend, b, alpha)
		}
	}
	steep := trendForm(y, 1, false, true).extend(8)[7]
	if slow := trendForm(y, 4, false, true).extend(8)[7]; !(slow < steep-20) {
		t.Errorf("two years on, a quarterly history reaches %.0f, a yearly one %.0f", slow, steep)
	}
}

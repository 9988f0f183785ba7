package forecasts

import (
	"context"
	"testing"
)

// TestYearlyGoals: on the held-out part of the yearly sets, with defaults, we are ahead of
// the best of R's forecast 8.20 (r_reference_results.csv: tourism thetaf MASE 2.730, mean of
// three MSIS95 26.9 with coverage 81.6; M1 mean of three OWA 0.783, MSIS95 57.6) by what was
// set as the goal before looking, and on the councils' residential weeks at most 2 % behind
// naive.
func TestYearlyGoals(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds of forecasts")
	}
	for _, spec := range accuracySpecs {
		if spec.period != "YEARLY" {
			continue
		}
		train, test := competition(t, spec.file)
		r, err := Forecast(context.Background(), train, Options{Horizon: spec.horizon})
		if err != nil {
			t.Fatal(err)
		}
		got, benchmark := newTable(), naiveTwo(t, train, spec.horizon)
		for i, f := range r.Series {
			got.add(train, i, test[f.Key], f.Mean, f.Quantiles, benchmark[i])
		}
		for _, goal := range []struct {
			set, measure string
			got, lo, hi  float64
		}{
			{"tourism yearly", "MASE", got.mase.mean(), 0, 2.68},
			{"tourism yearly", "MSIS95", got.msis.mean(), 0, 21},
			{"tourism yearly", "coverage", got.covered.mean(), 93, 98.5},
			{"M1 yearly", "OWA", got.owa(), 0, .738},
			{"M1 yearly", "MSIS95", got.msis.mean(), 0, 42},
		} {
			if goal.set == spec.name && !(goal.got >= goal.lo && goal.got <= goal.hi) {
				t.Errorf("%s: %s %.4f, want %v to %v", goal.set, goal.measure, goal.got, goal.lo, goal.hi)
			}
		}
	}
	ours, plain, _, _ := councilsScored(t)
	if ratio := ours.mase.mean() / plain.mase.mean(); !(ratio <= 1.02) {
		t.Errorf("residential weeks: %.3f times the error of naive, want at most 1.02", ratio)
	}
}

package forecasts

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestSkillInterval: with errors that are all the same share of the other's, every
// resample has the same skill; with independent ones the interval holds 0 about 95
// times in 100, since neither is better.
func TestSkillInterval(t *testing.T) {
	same := newPairing(20)
	for k := range 20 {
		same.add(k, 3*float64(k+1), 4*float64(k+1))
	}
	low, high := same.interval(resample("g", 20))
	if math.Abs(low-.25) > 1e-12 || math.Abs(high-.25) > 1e-12 {
		t.Errorf("interval %v to %v, want .25 to .25", low, high)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	held := 0
	for range 200 {
		p := newPairing(60)
		for k := range 60 {
			p.add(k, rng.ExpFloat64(), rng.ExpFloat64())
		}
		if low, high := p.interval(resample("g", 60)); low <= 0 && high >= 0 {
			held++
		}
	}
	// 190 of 200 with a standard error of 3.
	if held < 178 || held > 199 {
		t.Errorf("%d of 200 intervals hold 0, want about 190", held)
	}
	if low, _ := newPairing(20).interval(resample("g", 20)); !math.IsNaN(low) {
		t.Errorf("without pairs the interval starts at %v, want NaN", low)
	}
}

// TestSkillInSummary: rows for all horizons of five series or more have intervals
// that hold the skill; demography without exposure has none.
func TestSkillInSummary(t *testing.T) {
	r := forecast(t, walks(rand.New(rand.NewPCG(4, 4)), 40, 11, 0), Options{Horizon: 3, Models: []Model{naive, flat3, drift}})
	for _, row := range r.Summary {
		if row.Horizon != 0 || row.Model == "naive" {
			if row.Horizon != 0 && finite(row.SkillNaiveLow) {
				t.Errorf("horizon %d has an interval of skill", row.Horizon)
			}
			continue
		}
		if !(row.SkillNaiveLow <= row.SkillNaive && row.SkillNaive <= row.SkillNaiveHigh) || finite(row.SkillDemographyLow) {
			t.Errorf("%s %s: skill %v in %v to %v; demography %v", row.Group, row.Model, row.SkillNaive, row.SkillNaiveLow, row.SkillNaiveHigh, row.SkillDemographyLow)
		}
	}
}

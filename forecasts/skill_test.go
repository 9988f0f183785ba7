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

// TestCoverageScores: forty series of 12 years have origins 2004 to 2010. With one
// horizon a radius at 80 % takes 4 scores and at 95 % 39, which the first origin's forty
// give the second; so six origins of forty outcomes are held against intervals, and a
// group of twenty has half as many.
func TestCoverageScores(t *testing.T) {
	r := forecast(t, walks(rand.New(rand.NewPCG(4, 4)), 40, 12, 0), Options{Horizon: 1, Models: []Model{naive}})
	for _, row := range r.Summary {
		want := map[string]int{"all": 240, "g0": 120, "g1": 120}[row.Group]
		if row.CoverageScores80 != want || row.CoverageScores95 != want || row.CoverageOrigins != 6 {
			t.Errorf("%s %s: %d and %d scores of %d origins, want %d of 6", row.Group, row.Model, row.CoverageScores80, row.CoverageScores95, row.CoverageOrigins, want)
		}
	}
}

package pipeline

import (
	"math"
	"testing"

	"opdrift/forecasts"
)

// TestEvidenceShare: a sum has an interval where nine tenths of it have been forecast in the
// past or have a posterior; one of 0 where none of it rests on nothing and the run has
// intervals.
func TestEvidenceShare(t *testing.T) {
	type part struct {
		mean   float64
		status forecasts.Status
	}
	for _, c := range []struct {
		name   string
		parts  []part
		judged bool
		want   forecasts.Status
	}{
		{"judged", []part{{90, forecasts.OK}, {9, forecasts.Borrowed}}, true, forecasts.OK},
		{"a tenth is not", []part{{90, forecasts.OK}, {-10, forecasts.NoEvidence}}, true, forecasts.OK},
		{"more than a tenth", []part{{90, forecasts.OK}, {-10.1, forecasts.NoEvidence}}, true, forecasts.NoEvidence},
		{"some by posterior", []part{{90, forecasts.Posterior}, {10, forecasts.NoEvidence}}, false, forecasts.Posterior},
		{"no value", []part{{math.NaN(), forecasts.NoEvidence}, {1, forecasts.OK}}, true, forecasts.OK},
		{"nothing, of what rests on nothing", []part{{0, forecasts.NoEvidence}}, true, forecasts.NoEvidence},
		{"nothing, judged", []part{{0, forecasts.OK}}, true, forecasts.OK},
		{"no parts", nil, true, forecasts.OK},
		{"no parts, in a run without intervals", nil, false, forecasts.NoEvidence},
	} {
		var e evidenceShare
		for _, p := range c.parts {
			e.add(p.mean, p.status)
		}
		if got := e.status(c.judged); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestBlindTotalHasNoPlan: where more than a tenth of all rests on nothing, plans get no
// draws, so that no probability is published beside an interval that is not.
func TestBlindTotalHasNoPlan(t *testing.T) {
	for _, blind := range []bool{false, true} {
		f := &future{years: []int64{2024}, draws: 2, totals: map[totalKey]*total{}, held: map[totalKey]evidences{}}
		for _, key := range []totalKey{{"service", "a"}, {all, all}} {
			f.totals[key] = newTotal(f, false)
			f.totals[key].add(f, drawnCell{grosses: [][]float32{{90, 110}}, blind: blind}, []cellFuture{{fixed: amounts{gross: 100}}}, priceLevel{years: priceIndex{2024: {ToFixed: 1}}})
			f.held[key] = evidences{sumGross: {rests: f.totals[key].rests[sumGross].status(true), stretch: forecasts.Stretch{Factors: []float64{1}}}}
		}
		if got := f.coherent("gross"); (len(got) == 0) != blind {
			t.Errorf("blind %v: draws %v", blind, got)
		}
	}
}

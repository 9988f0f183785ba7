package forecasts

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// yearly has 1,000 inhabitants every year.
func yearly(entries ...float64) [][]yearCount {
	var years []yearCount
	for _, e := range entries {
		years = append(years, yearCount{entries: e, persons: 1000})
	}
	return [][]yearCount{years}
}

// TestDriftOf has entries that double every year, so β = ln 2. With weights 1/7, 2/7 and
// 4/7 the mean of the year is 10/7 and its variance 18/7 − 100/49 = 26/49; 700 entries
// give 700 · 26/49 = 371.43, and with no error left φ = 1.
func TestDriftOf(t *testing.T) {
	beta, se, ok := driftOf(yearly(100, 200, 400))
	if want := 1 / math.Sqrt(700*26.0/49); !ok || math.Abs(beta-math.Ln2) > 1e-9 || math.Abs(se-want) > 1e-9 {
		t.Errorf("drift %v ± %v, %v; want ln 2 ± %v", beta, se, ok, want)
	}
	// 100, 400, 100: β = 0, 200 expected a year, χ² = (100² + 200² + 100²)/200 = 300 with
	// 3 − 2 degrees of freedom; 600 entries with variance 2/3.
	beta, se, ok = driftOf(yearly(100, 400, 100))
	if want := math.Sqrt(300.0 / 400); !ok || math.Abs(beta) > 1e-9 || math.Abs(se-want) > 1e-9 {
		t.Errorf("drift %v ± %v, %v; want 0 ± %v", beta, se, ok, want)
	}
	for name, counts := range map[string][][]yearCount{
		"nobody came":   yearly(0, 0, 0),
		"all in a year": yearly(0, 0, 50),
		"no bands":      nil,
	} {
		if beta, se, ok := driftOf(counts); ok {
			t.Errorf("%s: drift %v ± %v, want none", name, beta, se)
		}
	}
}

// TestEntryDrifts shrinks two services: β is ln 2 with 1/se² = 371.43, and 0 with
// 300 · 2/3 = 200. Σβ²/se² = 0.480453 · 371.43 = 178.454, so τ² = 176.454/571.43 =
// 0.308794, and the first keeps 0.308794/(0.308794 + 0.0026923) = 0.991357 of its drift.
func TestEntryDrifts(t *testing.T) {
	doubling, still, tiny := &flowModel{counts: yearly(100, 200, 400)}, &flowModel{counts: yearly(100, 100, 100)}, &flowModel{}
	entryDrifts([]*flowModel{doubling, still, tiny})
	got := []float64{doubling.drift, still.drift, tiny.drift}
	if diff := cmp.Diff([]float64{math.Ln2 * 0.991357, 0, 0}, got, cmpopts.EquateApprox(0, 1e-6)); diff != "" {
		t.Error(diff)
	}
	// By itself a service that stands still but for chance does not drift.
	chance := &flowModel{counts: yearly(100, 104, 99)}
	entryDrifts([]*flowModel{chance})
	if chance.drift != 0 {
		t.Errorf("drift %v, want 0", chance.drift)
	}
}

// TestCohortDrifts has entries that grow by a tenth a year for eight years and leave
// within it: the next year has 1.1^0.9 times the last, the one after 1.1^0.81 times that.
func TestCohortDrifts(t *testing.T) {
	f := &Flow{}
	s := Series{Key: "all", First: 2015, Exposure: exposed(1e7), Flow: f, Band: Band{0, 999}}
	for year := 2015; year < 2023; year++ {
		n := 1e5 * math.Pow(1.1, float64(year-2015))
		f.Rows = append(f.Rows, FlowRow{Year: year, Age: 40, Duration: Entrant, Persons: n, Exits: n, ExitDays: n / 2})
		s.Values = append(s.Values, n/2)
	}
	paths, err := cohort{}.Fit(Panel{Frequency: 1, Series: []Series{s}}, 2)
	if err != nil || paths[0].Err != nil {
		t.Fatal(err, paths[0].Err)
	}
	last := s.Values[len(s.Values)-1]
	want := []float64{last * math.Pow(1.1, .9), last * math.Pow(1.1, .9+.81)}
	if diff := cmp.Diff(want, paths[0].Mean, cmpopts.EquateApprox(1e-4, 0)); diff != "" {
		t.Error(diff)
	}
}

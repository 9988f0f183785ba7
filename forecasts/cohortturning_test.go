package forecasts

import (
	"math"
	"testing"
)

// TestCohortTurningAges: of 10,000 who turn 18, 23 or 67 in a year all leave, on its middle
// day; nobody else does. Those who turn it two years ahead are all there for a year (10,000),
// then for half of one, and then are gone: the year of the birthday has a hazard of its own,
//
//	q = (X + κ q̄)/(P + κ) = (30,000 + 5 · ½)/(30,000 + 5) = 0.99992
//
// with q̄ = ½ over all, the others' being (0 + 2.5)/(30,000 + 5) = 0.00008.
func TestCohortTurningAges(t *testing.T) {
	for _, birthday := range turning {
		f := &Flow{}
		for year := 2020; year <= 2022; year++ {
			f.Rows = append(f.Rows,
				FlowRow{Year: year, Age: birthday - 1, Duration: longest, Persons: 10_000, Exits: 10_000, ExitDays: 5_000},
				FlowRow{Year: year, Age: birthday - 3, Duration: longest, Persons: 10_000, Days: 10_000})
		}
		p := Panel{Frequency: 1, Series: []Series{
			{Key: "all", First: 2020, Values: flat(15_000, 3), Exposure: exposed(1e6), Flow: f, Band: Band{0, 999}},
		}}
		paths, err := cohort{}.Fit(p, 3)
		if err != nil || paths[0].Err != nil {
			t.Fatal(err, paths[0].Err)
		}
		for h, want := range []float64{10_000, 5_000, 0} {
			if got := paths[0].Mean[h]; math.Abs(got-want) > 5 {
				t.Errorf("turning %d, year %d: %.1f full-year persons, want %.0f", birthday, h+1, got, want)
			}
		}
	}
}

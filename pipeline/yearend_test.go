package pipeline

import (
	"math"
	"testing"
	"time"

	"opdrift/pipeline/money"
)

// TestYearEndEstimate works one service by hand. Of the grants known in June the
// complete years came to 1.10, 0.90, 1.00 and 1.00 of their price; the median is
// 1.00. Estimated from the other three, whose median is 1.00 each time, the years
// were off by +0.10, -0.10, 0 and 0: a mean error of 0.05. Over it the scores of
// the item are 0, 0, 2, 2, so at 80 % the ceil(5 x 0.8) = 4th, 2, gives an interval of
// 1,000 x 0.05 x 2 = 100 kr to either side.
func TestYearEndEstimate(t *testing.T) {
	o := &openItem{
		known:  map[int64]money.Ore{2021: 100_00, 2022: 100_00, 2023: 100_00, 2024: 100_00, 2025: 1000_00},
		result: map[int64]money.Ore{2021: 110_00, 2022: 90_00, 2023: 100_00, 2024: 100_00},
		now:    granted{Delivered: 450_00, Committed: 500_00},
		gross:  400_00, income: -40_00,
	}
	key := totalKey{"service", "a"}
	row := o.row(key, 2025, pooledScores(map[totalKey]*openItem{key: o}))
	if row.Result != 1000_00 || row.Expected != 50_00 || row.Income != -100_00 || row.Years != 4 || row.Status != "ok" {
		t.Errorf("result %v, expected %v, income %v, years %d, status %s; want 1000.00, 50.00, -100.00, 4, ok",
			row.Result, row.Expected, row.Income, row.Years, row.Status)
	}
	if math.Abs(row.P10-900) > 1e-6 || math.Abs(row.P90-1100) > 1e-6 {
		t.Errorf("interval %v to %v, want 900 to 1100", row.P10, row.P90)
	}

	short := &openItem{known: map[int64]money.Ore{2024: 100_00, 2025: 300_00}, result: map[int64]money.Ore{2024: 150_00}}
	if row := short.row(key, 2025, nil); row.Result != 300_00 || row.Status != "too_short" || !math.IsNaN(row.P10) {
		t.Errorf("with one complete year: %+v, want what is known, too_short, no interval", row)
	}
}

// TestSamePlaceInTheYear: the last day of a month stays one, whatever its length.
func TestSamePlaceInTheYear(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for asOf, want := range map[string]string{
		"2025-06-30": "2023-06-30", "2026-02-28": "2024-02-29", "2024-02-29": "2022-02-28", "2025-06-15": "2023-06-15",
	} {
		if got := (calendar{asOf: day(asOf)}).before(2); !got.Equal(day(want)) {
			t.Errorf("two years before %s: %s, want %s", asOf, got.Format(time.DateOnly), want)
		}
	}
}

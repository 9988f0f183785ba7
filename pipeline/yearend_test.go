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
// 1,000 x 0.05 x 2 = 100 kr to either side. Income was 40 and refunds 20 of 400 in the last years:
// 100 and 50 of 1,000, net 850.
func TestYearEndEstimate(t *testing.T) {
	o := &openItem{
		known:  map[int64]money.Ore{2021: 100_00, 2022: 100_00, 2023: 100_00, 2024: 100_00, 2025: 1000_00},
		result: map[int64]money.Ore{2021: 110_00, 2022: 90_00, 2023: 100_00, 2024: 100_00},
		now:    granted{Delivered: 450_00, Committed: 500_00},
		recent: amounts{400_00, -40_00, -20_00},
	}
	key := totalKey{"service", "a"}
	row := o.row(key, 2025, pooledScores(map[totalKey]*openItem{key: o}))
	if row.Result != 1000_00 || row.Expected != 50_00 || row.Income != -100_00 || row.Years != 4 || row.Status != "ok" {
		t.Errorf("result %v, expected %v, income %v, years %d, status %s; want 1000.00, 50.00, -100.00, 4, ok",
			row.Result, row.Expected, row.Income, row.Years, row.Status)
	}
	if row.Service != 900_00 || row.Refund != -50_00 || row.Net != 850_00 {
		t.Errorf("service expenditure %v, refund %v, net %v; want 900.00, -50.00, 850.00", row.Service, row.Refund, row.Net)
	}
	if math.Abs(row.P10-900) > 1e-6 || math.Abs(row.P90-1100) > 1e-6 {
		t.Errorf("interval %v to %v, want 900 to 1100", row.P10, row.P90)
	}

	short := &openItem{known: map[int64]money.Ore{2024: 100_00, 2025: 300_00}, result: map[int64]money.Ore{2024: 150_00}}
	if row := short.row(key, 2025, nil); row.Result != 300_00 || row.Status != "too_short" || !math.IsNaN(row.P10) {
		t.Errorf("with one complete year: %+v, want what is known, too_short, no interval", row)
	}
}

// TestYearEndOfAMunicipality: 999 keeps the ledger; 998 pays for one place here and keeps
// none. In each of three years the grants of 999 were 100 and came to 110, those of 998 were
// 10. This year they are 200 and 30, of them 50 and 20 to come. 999 by itself:
//
//	200 x 110 / 100 = 220; all: 230 x 110 / 110 = 230
func TestYearEndOfAMunicipality(t *testing.T) {
	r := &run{calendar: calendar{firstYear: 2022, lastYear: 2024}, services: map[string]service{"a": {Committee: "c"}}}
	booked := map[bookedKey]amounts{{"998", "a", 2024}: {}}
	for y := int64(2022); y <= 2024; y++ {
		r.past = append(r.past, knownYear{"999", "a", y, 100_00}, knownYear{"998", "a", y, 10_00})
		booked[bookedKey{"999", "a", y}] = amounts{gross: 110_00}
	}
	r.past = append(r.past, knownYear{"999", "a", 2025, 200_00}, knownYear{"998", "a", 2025, 30_00})
	now := []granted{{"999", "a", 2025, 150_00, 50_00, 10}, {"998", "a", 2025, 10_00, 20_00, 10}}
	rows := map[totalKey]yearEndRow{}
	for _, row := range r.estimate(now, booked, nil) {
		rows[totalKey{row.Level, row.Item}] = row
	}
	own, whole := rows[totalKey{"municipality", "999"}], rows[totalKey{all, all}]
	if own.Result != 220_00 || own.Delivered != 150_00 || own.Committed != 50_00 || own.Expected != 20_00 {
		t.Errorf("999: %+v, want result 220.00 = 150.00 + 50.00 + 20.00", own)
	}
	if whole.Result != 230_00 || whole.Delivered != 160_00 || whole.Committed != 70_00 {
		t.Errorf("all: %+v, want result 230.00, delivered 160.00, committed 70.00", whole)
	}
	if len(rows) != 4 {
		t.Errorf("%d rows, want service, committee, 999 and all", len(rows))
	}
	for configured, want := range map[string]string{"": "999", "999": "999", "998": ""} {
		if r.cfg.Municipality = configured; r.ownOf(booked) != want {
			t.Errorf("municipality %q: own is %q, want %q", configured, r.ownOf(booked), want)
		}
	}
}

// TestYearEndOfALedger: a service without grants came to 100 in each of three years, of which
// 40 were booked by June; this June it is 50, so 50 x 100 / 40 = 125, and 75 are expected.
func TestYearEndOfALedger(t *testing.T) {
	r := &run{calendar: calendar{firstYear: 2022, lastYear: 2024}, services: map[string]service{"b": {Committee: "c"}}}
	booked := map[bookedKey]amounts{{"999", "b", 2025}: {gross: 50_00}}
	for y := int64(2022); y <= 2024; y++ {
		r.ungranted = append(r.ungranted, knownYear{"999", "b", y, 40_00})
		booked[bookedKey{"999", "b", y}] = amounts{gross: 100_00}
	}
	r.ungranted = append(r.ungranted, knownYear{"999", "b", 2025, 50_00})
	for _, row := range r.estimate(nil, booked, nil) {
		if row.Result != 125_00 || row.Delivered != 50_00 || row.Committed != 0 || row.Expected != 75_00 {
			t.Errorf("%s: %+v, want result 125.00 = 50.00 + 75.00", row.Level, row)
		}
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

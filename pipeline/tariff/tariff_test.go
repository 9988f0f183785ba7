package tariff

import (
	"math"
	"strings"
	"testing"
	"time"

	"opdrift/pipeline/money"
)

func end(year int64) time.Time { return time.Date(int(year), 12, 31, 0, 0, 0, 0, time.UTC) }

func rules(t *testing.T) Rules {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// kr is an amount in whole kroner.
func kr(n int64) *money.Ore { o := money.Ore(100 * n); return &o }

func same(a, b *money.Ore) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// TestCompute: one facility over four years. Cost 7,300,000 for 3,650 occupied days is
// 2,000 a day.
//
//	2021  sold 730: 730 × 2,000 = 1,460,000; paid 1,400,000; recovery −60,000, to the tariff of 2023
//	2022  sold 365: 365 × 2,000 = 730,000; paid 750,000; +20,000, to 2024
//	2023  sold 730: 1,460,000; paid 1,530,000; recovery +70,000, of which −60,000 came from 2021:
//	      70,000 − 60,000 = 10,000 is new, to 2025
//	2024  sold 0, nothing paid: 0; 20,000 of 2022 was to be given back and nobody was there to get it:
//	      20,000 goes on, to 2026
func TestCompute(t *testing.T) {
	var facilities []Facility
	income := map[Sale]money.Ore{}
	for year, of := range map[int64][2]int64{2021: {730, 1_400_000}, 2022: {365, 750_000}, 2023: {730, 1_530_000}, 2024: {0, 0}} {
		facilities = append(facilities, Facility{"north", "home", year, *kr(7_300_000), 3650, float64(of[0])})
		income[Sale{"home", year}] = *kr(of[1])
	}
	want := map[int64]Recovery{
		2021: {SoldCost: kr(1_460_000), Income: kr(1_400_000), Recovery: kr(-60_000), ToCarry: kr(-60_000), CarryYear: 2023, Share: -60. / 1400, Status: OK},
		2022: {SoldCost: kr(730_000), Income: kr(750_000), Recovery: kr(20_000), ToCarry: kr(20_000), CarryYear: 2024, Share: 20. / 750, Status: OK},
		2023: {SoldCost: kr(1_460_000), Income: kr(1_530_000), Recovery: kr(70_000), CarriedIn: kr(-60_000), ToCarry: kr(10_000), CarryYear: 2025, Share: 70. / 1530, Status: OK},
		2024: {SoldCost: kr(0), Income: kr(0), Recovery: kr(0), CarriedIn: kr(20_000), ToCarry: kr(20_000), CarryYear: 2026, Share: math.NaN(), Status: NothingSold},
	}
	got := Compute(rules(t), facilities, income, end)
	if len(got) != 8 {
		t.Fatalf("%d rows, want 4 years of the facility and of all", len(got))
	}
	for _, r := range got { // the only facility is all of them
		w := want[r.Year]
		if !same(r.SoldCost, w.SoldCost) || !same(r.Income, w.Income) || !same(r.Recovery, w.Recovery) || !same(r.CarriedIn, w.CarriedIn) ||
			!same(r.ToCarry, w.ToCarry) || r.CarryYear != w.CarryYear || r.Status != w.Status || r.UnitCost != 2000 ||
			!(math.Abs(r.Share-w.Share) < 1e-12 || math.IsNaN(r.Share) && math.IsNaN(w.Share)) {
			t.Errorf("%s %d: %+v, want %+v", r.Facility, r.Year, r, w)
		}
	}
}

// TestTwoSell: two facilities sell, so the income is known of the service only.
//
//	north  1,000.00 / 300 days, 100 sold: 333.33
//	south    500.00 / 250 days,  50 sold: 100.00
//	all    433.33; paid 450.00: +16.67
func TestTwoSell(t *testing.T) {
	facilities := []Facility{{"south", "home", 2023, 50_000, 250, 50}, {"north", "home", 2023, 100_000, 300, 100}}
	got := Compute(rules(t), facilities, map[Sale]money.Ore{{"home", 2023}: 45_000}, end)
	whole, north, south := got[0], got[1], got[2]
	if *whole.SoldCost != 43_333 || *whole.Recovery != 1_667 || whole.Status != OK || math.Abs(whole.UnitCost-1500./550) > 1e-12 {
		t.Errorf("all: %+v", whole)
	}
	for _, r := range []Recovery{north, south} {
		if r.Income != nil || r.Recovery != nil || r.Status != IncomeShared {
			t.Errorf("%+v, want no income", r)
		}
	}
	if *north.SoldCost != 33_333 || *south.SoldCost != 10_000 {
		t.Errorf("sold cost %v and %v", *north.SoldCost, *south.SoldCost)
	}
}

// TestWhatIsNotKnown: a missing number has a status and no amount.
func TestWhatIsNotKnown(t *testing.T) {
	income := map[Sale]money.Ore{{"home", 2023}: 100}
	for _, tt := range []struct {
		name   string
		f      Facility
		income map[Sale]money.Ore
		want   Status
	}{
		{"ledger without types", Facility{"n", "home", 2023, 1000, 10, 5}, nil, IncomeUnknown},
		{"sold days not given", Facility{"n", "home", 2023, 1000, 10, math.NaN()}, income, SoldUnknown},
		{"no occupied days", Facility{"n", "home", 2023, 1000, 0, 5}, income, NoOccupiedDays},
		{"paid, and no day sold", Facility{"n", "home", 2023, 1000, 10, 0}, income, NoSoldDays},
	} {
		whole := Compute(rules(t), []Facility{tt.f}, tt.income, end)[0]
		if whole.Status != tt.want || whole.Recovery != nil || whole.ToCarry != nil {
			t.Errorf("%s: %+v, want %s and no recovery", tt.name, whole, tt.want)
		}
	}
}

// TestRules: what the file may not say.
func TestRules(t *testing.T) {
	if r := rules(t); !r.Assumed() {
		t.Errorf("%+v", r)
	}
	for text, want := range map[string]string{
		"carry: [{valid_from: 2007-01-01, years: 0, source: s}]\n": "years is 0: want 1 to 10",
		"carry: [{years: 2, source: s}]\n":                         "want valid_from and source",
		"carry: [{valid_from: 2007-01-01, year: 2, source: s}]\n":  "field year not found",
		"carry: []\n": "at least one carry",
	} {
		if _, err := parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	r := Rules{Carry: []Carry{{ValidFrom: end(2009), Years: 2}, {ValidFrom: end(2019), Years: 3}}}
	if got := [3]int64{r.carried(2008, end(2008)), r.carried(2018, end(2018)), r.carried(2020, end(2020))}; got != [3]int64{0, 2020, 2023} {
		t.Errorf("carried to %v, want none, 2020 and 2023: the version of the year holds", got)
	}
}

package pipeline

import (
	"math"
	"testing"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/refusion"
)

// homes is a municipality with one service under the scheme, in 2022 to 2024, prices that
// do not change. A month costs a 100,000 kroner in all three years; b 80,000 from July
// 2023; c 90,000 in 2022; and d 10,000 always. 100,000 a year are booked without a person.
func homes(t *testing.T) (*run, *future, *refundScheme) {
	t.Helper()
	rules, err := refusion.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &run{calendar: calendar{yearStart: 1, firstYear: 2022, lastYear: 2024, lastMonth: monthOf(firstOf(2024, 12)), horizon: 5},
		prices: priceLevels{priceLevel: priceLevel{years: map[int64]priceYear{}}}}
	for y := int64(2022); y <= 2029; y++ {
		r.prices.years[y] = priceYear{Year: y, Value: 1, ToFixed: 1}
	}
	r.refunds = &refundBook{run: r, rules: rules, opts: refusion.Options{ThresholdGrowth: .02}}
	s := &refundScheme{municipality: "999", scheme: "central"}
	pay := func(person string, from, to time.Time, kroner int64) {
		for m := monthOf(from); m <= monthOf(to); m++ {
			s.rows = append(s.rows, personRow{Municipality: "999", Person: person, Birth: firstOf(1975, 3), Service: "home", Scheme: "central", Month: m, Kind: "gross", Ore: money.Ore(100 * kroner)})
		}
	}
	pay("a", firstOf(2022, 1), firstOf(2024, 12), 100_000)
	pay("b", firstOf(2023, 7), firstOf(2024, 12), 80_000)
	pay("c", firstOf(2022, 1), firstOf(2022, 12), 90_000)
	pay("d", firstOf(2022, 1), firstOf(2024, 12), 10_000)
	f := &future{cells: cells{by: map[cellKey]map[int64]panelRow{}, years: map[int64]bool{}}}
	for i, band := range []string{"40-49", "50-59"} {
		key := cellKey{"999", "home", band}
		s.items = append(s.items, forecastCell{key: key, volume: i})
		f.cells.by[key] = map[int64]panelRow{}
	}
	kroner := []int64{2_500_000, 1_900_000, 2_380_000}
	for i, persons := range []float64{3, 2.5, 3} {
		f.cells.years[int64(2022+i)] = true
		f.cells.by[s.items[0].key][int64(2022+i)] = panelRow{FullYearPersons: persons, Gross: money.Ore(100 * kroner[i])}
	}
	return r, f, s
}

func firstOf(year, month int) time.Time {
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
}

// TestRefundBasis, by hand. The years cost 1,200,000 + 1,080,000 + 120,000 + 100,000 =
// 2,500,000, 1,200,000 + 480,000 + 220,000 = 1,900,000 and 1,200,000 + 960,000 + 220,000 =
// 2,380,000: on the mean 2,260,000. d never reaches 60 % of a twelfth of the amount of 2025,
// 860,000 × 1.02³ = 912,638.88 → 910,000: 45,500. The others cost 2,280,000, 1,680,000 and
// 2,160,000, on the mean 2,040,000, and 220,000 remain. Of the most expensive at the end of
// 2022 a stayed and c left; of 2023 a and b stayed. All are 47 to 49 and will be 50 to 54.
func TestRefundBasis(t *testing.T) {
	r, f, s := homes(t)
	b, ok, err := s.basis(r, f, r.refunds.rules, 2024)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	p := b.pool
	if len(p.Top) != 6 || len(p.Rest) != 0 || len(p.Kept) != 5 || len(p.Kept[0]) != 2 || p.Stayed != 3 || p.Left != 1 {
		t.Errorf("top %d, rest %d, kept %d; %d stayed, %d left: want 6, 0, 5 years of 2; 3, 1", len(p.Top), len(p.Rest), len(p.Kept), p.Stayed, p.Left)
	}
	if math.Abs(p.Remainder-22_000_000) > 1e-3 || b.total != 226_000_000 {
		t.Errorf("remainder %v of %v øre, want 22000000 of 226000000", p.Remainder, b.total)
	}
	if p.Kept[0][0].Cell != 1 || p.Top[0].Cell != 0 || !p.Kept[0][0].Paid[0] || p.Kept[4][1].Cost() != 96_000_000 {
		t.Errorf("kept %+v, want them 50 or older and covered; top %+v, want them below 50", p.Kept[0][0], p.Top[0])
	}
	// b has cost nothing before July of 2023
	if u := p.Top[3]; u.Base[5] != 0 || u.Base[6] != 8_000_000 || u.Cost() != 48_000_000 {
		t.Errorf("%+v, want the year 2023 of b", u)
	}
	// mean volume (3 + 2.5 + 3)/3 = 2.8333: 4 persons are (4 + 1)/(2.8333 + 1) = 1.304348 times it;
	// the older have none, and 1 person makes (1 + 1)/(0 + 1) = 2 of nothing. Of a gross of 3,500,000
	// kroner 3,500,000 / (1.304348 × 2,260,000 + 2 × 0) = 1.187316 is price.
	y := refusion.Year{Ratio: make([]float64, 2), Price: make([]float64, 2)}
	b.move(s, &y, func(i int) float64 { return []float64{4, 1}[i] }, func(i int) float64 { return []float64{300_000_000, 50_000_000}[i] })
	if math.Abs(y.Ratio[0]-1.304348) > 1e-6 || y.Ratio[1] != 2 || math.Abs(y.Price[0]-1.187316) > 1e-6 || y.Price[1] != y.Price[0] ||
		y.Total != 350_000_000 || math.Abs(y.Rest-350./226) > 1e-12 {
		t.Errorf("%+v", y)
	}
}

// TestRefundOrigin: from 2023 nothing is known of 2024, and the pool has two years.
func TestRefundOrigin(t *testing.T) {
	r, f, s := homes(t)
	b, ok, err := s.basis(r, f, r.refunds.rules, 2023)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if p := b.pool; p.Years != 2 || len(p.Top) != 4 || p.Stayed != 1 || p.Left != 1 || p.Kept[0][1].Cost() != 96_000_000 {
		t.Errorf("%d years, top %d, %d stayed, %d left, b %v: want 2, 4, 1, 1, and b for a whole year at 960,000", p.Years, len(p.Top), p.Stayed, p.Left, p.Kept[0][1].Cost())
	}
	if _, ok, _ := s.basis(r, f, r.refunds.rules.Known(0), 2023); ok {
		t.Error("a scheme without a version has a forecast")
	}
}

// TestTakeUp: of 400,000 kroner by rule 300,000 were booked in three years; a service had
// 200,000 of them, and 50,000 of another scheme, so a fifth of its refunds are the other's.
func TestTakeUp(t *testing.T) {
	r, _, s := homes(t)
	sum := func(booked, rule int64) map[int64]*refundSum {
		of := money.Ore(100 * rule)
		return map[int64]*refundSum{monthOf(firstOf(2022, 1)): {Booked: money.Ore(100 * booked), ByRule: &of}, monthOf(firstOf(2025, 1)): {Booked: -1e9, ByRule: &of}}
	}
	r.refunds.sums = map[refundKey]map[int64]*refundSum{
		{"999", "home", "central"}: sum(-200_000, -350_000), {"999", "home", "half"}: sum(-50_000, -50_000),
		{"999", "other", "central"}: sum(-100_000, -50_000), {"998", "home", "central"}: sum(-1, -1),
	}
	if got := s.takeUp(r, 2024, refundBooked); got != .75 {
		t.Errorf("take-up %v, want 0.75", got)
	}
	if got := s.takeUp(r, 2024, refundRule); got != 1 {
		t.Errorf("take-up of the rule %v, want 1", got)
	}
	if got := s.otherPart(r, "home", 2024); math.Abs(got-.2) > 1e-12 {
		t.Errorf("other part %v, want 0.2", got)
	}
}

// TestOwnPrice: two services of 20 and 5 full-year persons cost 2,000,000 and 500,000 kroner;
// the first becomes a tenth dearer and the second stays. All cost 2,700,000 / 2,500,000 = 1.08
// times as much. The first is (20 × 1.1 + 20 × 1.08)/40 = 1.09, the second (5 × 1 + 20 × 1.08)/25
// = 1.064.
func TestOwnPrice(t *testing.T) {
	s := &refundScheme{items: []forecastCell{{key: cellKey{"999", "a", "all"}}, {key: cellKey{"999", "b", "all"}}}}
	b := &refundBasis{volumes: []float64{20, 5}, costs: []float64{200_000_000, 50_000_000}, total: 250_000_000}
	y := refusion.Year{Ratio: make([]float64, 2), Price: make([]float64, 2)}
	b.move(s, &y, func(i int) float64 { return b.volumes[i] }, func(i int) float64 { return []float64{220_000_000, 50_000_000}[i] })
	if math.Abs(y.Price[0]-1.09) > 1e-12 || math.Abs(y.Price[1]-1.064) > 1e-12 || y.Ratio[0] != 1 || y.Ratio[1] != 1 {
		t.Errorf("%+v, want prices of 1.09 and 1.064", y)
	}
}

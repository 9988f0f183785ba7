package pipeline

import (
	"io"
	"log/slog"
	"math"
	"slices"
	"testing"
	"time"

	"opdrift/pipeline/money"
)

// priced is a run of the years 2020 to 2023 with two forecast years, that knows these
// values, all of one vintage and actual.
func priced(values map[string]map[int64]float64, shares map[string]float64) *run {
	r := &run{
		log:      slog.New(slog.NewTextHandler(io.Discard, nil)),
		calendar: calendar{yearStart: 1, firstYear: 2020, lastYear: 2023, priceYear: 2023, horizon: 2, asOf: day(2024, 6, 30)},
		services: map[string]service{},
	}
	for code, w := range shares {
		r.services[code] = service{Service: code, WageShare: w}
	}
	for _, index := range sortedKeys(values) {
		for _, year := range sortedKeys(values[index]) {
			r.indexRows = append(r.indexRows, indexRow{index, year, "actual", day(2024, 6, 15), values[index][year]})
		}
	}
	r.settle()
	return r
}

// settle is indexPrices without the engine.
func (r *run) settle() {
	known := indexes(r.indexRows)
	r.prices.services = r.serviceLevels(known)
	r.prices.priceLevel = r.commonLevel(commonIndex(known))
}

func day(year, month, d int) time.Time {
	return time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12*math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// three are indexes with round growth: wages 2 %, 3 %, 4 %; prices 0 %, 10 %, 1 %; the
// weighted one 5 % every year, which no mixture of the two is.
var three = map[string]map[int64]float64{
	"wages":    {2020: 100, 2021: 102, 2022: 102 * 1.03, 2023: 102 * 1.03 * 1.04},
	"prices":   {2020: 50, 2021: 50, 2022: 55, 2023: 55 * 1.01},
	"weighted": {2020: 100, 2021: 105, 2022: 105 * 1.05, 2023: 105 * 1.05 * 1.05},
}

// TestServiceLevel: of a service with wage share .8,
//
//	2021  .8 × 2 % + .2 ×  0 % = 1.6 %
//	2022  .8 × 3 % + .2 × 10 % = 4.4 %
//	2023  .8 × 4 % + .2 ×  1 % = 3.4 %
//	after it the mean, (1.6 + 4.4 + 3.4) / 3 % = 3.1333 %
//
// and an amount of 2020 is 1.016 × 1.044 × 1.034 times as much in prices of 2023.
// A service without a share follows the weighted index: 1.05³.
func TestServiceLevel(t *testing.T) {
	r := priced(three, map[string]float64{"home": .8, "wages_only": 1, "none": math.NaN()})
	home := r.prices.of("home")
	near(t, "2023", home.toFixed(2023), 1)
	near(t, "2022", home.toFixed(2022), 1.034)
	near(t, "2020", home.toFixed(2020), 1.016*1.044*1.034)
	near(t, "2025", home.toFixed(2025), 1/(1+.094/3)/(1+.094/3))
	near(t, "wages only, 2020", r.prices.of("wages_only").toFixed(2020), 1.02*1.03*1.04)
	near(t, "no share, 2020", r.prices.of("none").toFixed(2020), 1.05*1.05*1.05)
	near(t, "common, 2020", r.prices.toFixed(2020), 1.05*1.05*1.05)
	if _, own := r.prices.services["none"]; own {
		t.Error("a service without a share has a level of its own")
	}
	want := []string{"price level after 2023", "price level of none", "price level of services after 2023"}
	if got := subjects(r); !slices.Equal(got, want) {
		t.Errorf("coverage %q, want %q", got, want)
	}
}

func subjects(r *run) []string {
	var out []string
	for _, c := range r.coverage {
		out = append(out, c.Subject)
	}
	slices.Sort(out)
	return out
}

// TestWithoutWages: shares without indexes of wages and prices change nothing, and
// coverage says that the weighted index stands in.
func TestWithoutWages(t *testing.T) {
	r := priced(map[string]map[int64]float64{"weighted": three["weighted"]}, map[string]float64{"home": .8})
	if len(r.prices.services) > 0 {
		t.Errorf("levels of services: %v", r.prices.services)
	}
	if got := subjects(r); !slices.Contains(got, "price level of services") {
		t.Errorf("coverage %q says nothing of services", got)
	}
	silent := priced(nil, map[string]float64{"home": .8})
	if got := subjects(silent); !slices.Equal(got, []string{"price level"}) {
		t.Errorf("coverage without prices %q, want that there are none and no more", got)
	}
}

// TestNarrowWages: wages and prices from 2021 on; before that the service grows as the
// weighted index, 5 % into 2021:
//
//	2020 to 2023: 1.05 × 1.044 × 1.034
func TestNarrowWages(t *testing.T) {
	narrow := map[string]map[int64]float64{"wages": {}, "prices": {}, "weighted": three["weighted"]}
	for year := int64(2021); year <= 2023; year++ {
		narrow["wages"][year], narrow["prices"][year] = three["wages"][year], three["prices"][year]
	}
	r := priced(narrow, map[string]float64{"home": .8})
	near(t, "2020", r.prices.of("home").toFixed(2020), 1.05*1.044*1.034)
	if got := subjects(r); !slices.Contains(got, "price level of services before 2021") {
		t.Errorf("coverage %q", got)
	}
	if basis := r.prices.of("home").years[2020].Basis; basis != basisWeighted {
		t.Errorf("2020 rests on %s", basis)
	}
}

// TestOwnLevel: the municipality's own index has 2021 and 2022, 7 % apart, and stands
// before the national ones there; other years grow as they do. A service's own
// index stands before that.
//
//	home    2020 to 2023: 1.016 (mixed) × 1.07 (own) × 1.034 (mixed)
//	common  2020 to 2023: 1.05 × 1.07 × 1.05
//	taxi    2021 to 2023: 1.07 (own) × 1.2 (its index, 2022 to 2023)
func TestOwnLevel(t *testing.T) {
	values := map[string]map[int64]float64{"own": {2021: 200, 2022: 214}, "taxi": {2022: 10, 2023: 12}}
	for index, v := range three {
		values[index] = v
	}
	r := priced(values, map[string]float64{"home": .8, "taxi": .1})
	near(t, "home", r.prices.of("home").toFixed(2020), 1.016*1.07*1.034)
	near(t, "common", r.prices.toFixed(2020), 1.05*1.07*1.05)
	near(t, "taxi", r.prices.of("taxi").toFixed(2021), 1.07*1.2)
	if basis := r.prices.of("taxi").years[2023].Basis; basis != basisOwnService {
		t.Errorf("taxi rests on %s in 2023", basis)
	}
}

// TestGap: a service whose own index jumps over a year that it needs follows the common
// level whole, not a mixture.
func TestGap(t *testing.T) {
	values := map[string]map[int64]float64{"taxi": {2020: 10, 2023: 12, 2025: 13}, "weighted": three["weighted"]}
	r := priced(values, map[string]float64{"taxi": math.NaN()})
	near(t, "taxi", r.prices.of("taxi").toFixed(2020), 1.05*1.05*1.05)
	if got := subjects(r); !slices.Contains(got, "price level of taxi") {
		t.Errorf("coverage %q", got)
	}
}

// TestOnlyServices: without a weighted index services with a share have a level, what
// has no service stays in current prices, and the draws vary by the services' mean.
func TestOnlyServices(t *testing.T) {
	r := priced(map[string]map[int64]float64{"wages": three["wages"], "prices": three["prices"]}, map[string]float64{"home": .8, "flat": 1})
	near(t, "home", r.prices.of("home").toFixed(2020), 1.016*1.044*1.034)
	near(t, "common", r.prices.toFixed(2020), 1)
	// standard deviations of 1.6, 4.4, 3.4 and of 2, 3, 4 per cent: with mean 3.1333 the first is
	// √((1.5333² + 1.2667² + .2667²)/2) = √2.0133 = 1.41892, the second 1; their mean is 1.20946
	if got := 100 * r.prices.growthSD; math.Abs(got-1.20946) > 1e-5 {
		t.Errorf("the draws vary by %v per cent, want 1.20946", got)
	}
}

// TestVintages: which value of a year a run knows, and what a re-estimate means. The
// service costs 1,000,000 a year, .8 of it wages.
//
//	wages 2022: 110 as projected in June 2022, 112.2 as actual in June 2023: +2 %
//	            800,000 × 2 % = 16,000
//	prices 2022: 55 in both: no row
//	weighted 2022: 100 and 101, but no service follows it: 0
func TestVintages(t *testing.T) {
	r := priced(three, map[string]float64{"home": .8})
	r.indexRows = []indexRow{
		{"prices", 2022, "actual", day(2023, 6, 15), 55}, {"prices", 2022, "projection", day(2022, 6, 15), 55},
		{"wages", 2022, "actual", day(2023, 6, 15), 112.2}, {"wages", 2022, "projection", day(2022, 6, 15), 110},
		{"wages", 2022, "projection", day(2023, 6, 15), 999},
		{"weighted", 2022, "actual", day(2023, 6, 15), 101}, {"weighted", 2022, "projection", day(2022, 6, 15), 100},
	}
	if got := indexes(r.indexRows)["wages"][2022]; got.Value != 112.2 || got.Provenance != "actual" {
		t.Errorf("the run knows %+v of wages in 2022, want the actual value", got)
	}
	rows, undated := r.revisions()
	if undated || len(rows) != 2 || rows[0].Index != "wages" || rows[0].Previous != 110 || rows[0].Now != 112.2 ||
		rows[0].PreviousKind != "projection" || rows[0].Kind != "actual" {
		t.Fatalf("%+v (undated %v)", rows, undated)
	}
	gross := map[string]money.Ore{"home": 100_000_000}
	near(t, "kroner of wages", r.following("wages", 2022, gross)*rows[0].Change, 16_000)
	near(t, "gross by prices", r.following("prices", 2022, gross), 200_000)
	near(t, "gross by the weighted index", r.following("weighted", 2022, gross), 0)
	r.indexRows = append(r.indexRows, indexRow{Index: "own", Year: 2022, Kind: "actual", Value: 1})
	if rows, undated = r.revisions(); !undated || len(rows) != 2 {
		t.Errorf("%d rows, undated %v: want the same and that a vintage is unknown", len(rows), undated)
	}
}

// TestPricesOfVintages: the weighted index was 100, 104, 110 in the vintage of June 2022
// for 2020 to 2022, and is 100, 105, 110.25 now; one published on 15 June 2023 is what the
// forecast from the end of 2022 knows, and the first of 2022 that from 2021.
//
//	now / then: 1, 105/104, 110.25/110
func TestPricesOfVintages(t *testing.T) {
	r := priced(nil, map[string]float64{"none": math.NaN()})
	for year, v := range map[int64][2]float64{2020: {100, 100}, 2021: {104, 105}, 2022: {110, 110.25}} {
		r.indexRows = append(r.indexRows, indexRow{"weighted", year, "actual", day(2022, 6, 15), v[0]}, indexRow{"weighted", year, "actual", day(2024, 6, 15), v[1]})
	}
	r.indexRows = append(r.indexRows, indexRow{"weighted", 2023, "actual", day(2024, 6, 15), 120})
	slices.SortFunc(r.indexRows, func(a, b indexRow) int { return a.Vintage.Compare(b.Vintage) })
	r.coverage = nil
	r.settle()
	got := r.pricesOf("none")
	if len(got) != 2 || got[0].Known != 2021 || got[1].Known != 2023 {
		t.Fatalf("%+v, want what the ends of 2021 and 2023 knew", got)
	}
	for i, want := range []float64{1, 105. / 104, 110.25 / 110} {
		near(t, "then", got[0].Values[i], want)
		near(t, "now", got[1].Values[i], 1)
	}
	for i := range r.indexRows {
		r.indexRows[i].Vintage = time.Time{}
	}
	r.indexVintages = nil
	if got = r.pricesOf("none"); len(got) != 1 || got[0].Known != math.MaxInt {
		t.Errorf("%+v, want one that no origin knows: the vintage is unknown", got)
	}
}

package pipeline

import (
	"testing"
	"time"

	"opdrift/forecasts"
	"opdrift/pipeline/money"
)

// pastBook is a service "a" of two age bands with volume and one without, counted by
// year, in fixed prices that are current ones. In 2024 it cost 600 + 300 + 100 kr.
// From 2023 the backtest says 2 persons and 1 person at 280 kr, the second 1.5 times
// as dear, and 90 kr: 560 + 420 + 90 = 1,070 kr.
func pastBook() *adjustmentBook {
	key := func(band string) cellKey { return cellKey{"999", "a", band} }
	gross := func(kr money.Ore) map[int64]panelRow { return map[int64]panelRow{2024: {Gross: kr * 100}} }
	f := &future{
		years: []int64{2025, 2026},
		cells: cells{
			keys: []cellKey{key("0-5"), key("6-11"), key("all")}, years: map[int64]bool{2024: true},
			by: map[cellKey]map[int64]panelRow{key("0-5"): gross(600), key("6-11"): gross(300), key("all"): gross(100)},
		},
		items: []forecastCell{
			{key: key("0-5"), volume: 0, price: 2, spending: none, relative: 1},
			{key: key("6-11"), volume: 1, price: 2, spending: none, relative: 1.5},
			{key: key("all"), volume: none, price: none, spending: 3},
		},
		totals: map[totalKey]*total{{"service", "a"}: {means: make([]cellFuture, 2)}},
		result: forecasts.Result{Series: []forecasts.SeriesForecast{{Key: "young"}, {Key: "old"}, {Key: "price"}, {Key: "rest"}}},
	}
	return &adjustmentBook{
		run: &run{
			calendar: calendar{yearStart: 1, firstYear: 2018, lastYear: 2024, horizon: 2, asOf: time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC)},
			prices:   priceLevels{priceLevel: priceLevel{years: priceIndex{2024: {ToFixed: 1}}}},
		},
		future: f,
		past: map[pastKey]pastPoint{
			{"young", 2023, 1}: {2, false}, {"old", 2023, 1}: {1, false}, {"price", 2023, 1}: {280, false}, {"rest", 2023, 1}: {90, false},
		},
	}
}

func of(service string, year int64, kr money.Ore, expires string) adjustment {
	day, err := time.Parse(time.DateOnly, expires)
	if err != nil {
		panic(err)
	}
	return adjustment{Service: service, Year: year, Amount: kr * 100, ExpiresOn: day}
}

// TestAdjustmentStatus stands on both sides of every border.
func TestAdjustmentStatus(t *testing.T) {
	b := pastBook()
	ended := cellKey{"999", "ended", "all"}
	b.future.cells.keys = append(b.future.cells.keys, ended)
	for _, c := range []struct {
		service string
		year    int64
		expires string
		want    string
	}{
		{"a", 2025, "2025-06-30", adjustmentApplied}, {"a", 2025, "2025-06-29", adjustmentExpired},
		{"a", 2026, "2025-07-01", adjustmentApplied}, {"a", 2027, "2025-07-01", adjustmentOutside},
		{"a", 2024, "2025-07-01", adjustmentPast}, {"a", 2024, "2020-01-01", adjustmentPast},
		{"a", 2027, "2020-01-01", adjustmentOutside},
		{"ended", 2024, "2025-07-01", adjustmentPast}, {"ended", 2025, "2025-07-01", adjustmentNoService},
		{"unknown", 2024, "2025-07-01", adjustmentNoService}, {"unknown", 2027, "2025-07-01", adjustmentNoService},
	} {
		if got := b.row(of(c.service, c.year, 1, c.expires)); got.Status != c.want {
			t.Errorf("%s %d until %s: %s, want %s", c.service, c.year, c.expires, got.Status, c.want)
		}
	}
}

// TestAdjustmentScore by hand: the forecast of 1,070 kr is 70 kr above what came. Of
// the corrections −60 kr and +20 kr the first alone leaves an error of −10 kr, the
// second one of −90 kr, together they leave −30 kr.
func TestAdjustmentScore(t *testing.T) {
	b := pastBook()
	b.all = []adjustment{of("a", 2024, -60, "2025-06-30"), of("a", 2024, 20, "2023-12-31"), of("a", 2024, -500, "2023-12-30"), of("a", 2025, 7, "2026-01-01")}
	for i, want := range []struct {
		alone                   money.Ore
		improved, improvedAlone bool
	}{{-10_00, true, true}, {-90_00, true, false}} {
		row := b.row(b.all[i])
		if *row.Unadjusted != 1070_00 || *row.Counted != -40_00 || *row.Adjusted != 1030_00 || *row.Actual != 1000_00 || *row.Origin != 2023 || *row.Horizon != 1 {
			t.Errorf("adjustment %d: forecast %v, counted %v, adjusted %v, actual %v, origin %d; want 1070, -40, 1030, 1000, 2023", i, *row.Unadjusted, *row.Counted, *row.Adjusted, *row.Actual, *row.Origin)
		}
		if *row.UnadjustedError != -70_00 || *row.AdjustedError != -30_00 || *row.AloneError != want.alone {
			t.Errorf("adjustment %d: errors %v, %v, alone %v; want -70, -30, %v", i, *row.UnadjustedError, *row.AdjustedError, *row.AloneError, want.alone)
		}
		if *row.Improved != want.improved || *row.ImprovedAlone != want.improvedAlone || row.Score != scoreOK {
			t.Errorf("adjustment %d: improved %v, alone %v, %s; want %+v and ok", i, *row.Improved, *row.ImprovedAlone, row.Score, want)
		}
	}
	if row := b.row(b.all[2]); row.Score != scoreExpired || row.Improved != nil || row.AloneError != nil || *row.AdjustedError != -30_00 {
		t.Errorf("expired before the origin: %+v, want the others' error and none of its own", row)
	}
	if nearer(70, -70) || !nearer(-69, 70) {
		t.Error("as near is nearer")
	}
}

// TestAdjustmentScoreOfPart: cells without a forecast stand as what they cost while they
// are at most a tenth of the service; beyond that an older origin is asked, and
// none before the horizon. The first band's 600 kr are more, the rest's 100 kr not.
func TestAdjustmentScoreOfPart(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(b *adjustmentBook)
		gross  money.Ore
		status string
	}{
		{"all", func(*adjustmentBook) {}, 1070_00, scoreOK},
		{"a tenth is missing", func(b *adjustmentBook) { delete(b.past, pastKey{"rest", 2023, 1}) }, 1080_00, scorePartial},
		{"more is missing", func(b *adjustmentBook) { delete(b.past, pastKey{"young", 2023, 1}) }, 0, scoreNoForecast},
		{"half a product", func(b *adjustmentBook) { delete(b.past, pastKey{"price", 2023, 1}) }, 0, scoreNoForecast},
		{"vintage", func(b *adjustmentBook) { b.past[pastKey{"old", 2023, 1}] = pastPoint{1, true} }, 1070_00, scoreVintage},
		{"an older origin", func(b *adjustmentBook) { b.move(2022, 2) }, 1070_00, scoreOK},
		{"older than the horizon", func(b *adjustmentBook) { b.move(2021, 3) }, 0, scoreNoForecast},
		{"no price of the year", func(b *adjustmentBook) { b.run.prices.years = nil }, 0, scoreNoForecast},
		{"a year not in the panel", func(b *adjustmentBook) { b.future.cells.by = nil }, 0, scoreNoActual},
	} {
		b := pastBook()
		c.change(b)
		row := b.row(of("a", 2024, 1, "2025-12-31"))
		if row.Score != c.status || (row.Unadjusted == nil) != (c.gross == 0) || row.Unadjusted != nil && *row.Unadjusted != c.gross {
			t.Errorf("%s: %s with %v, want %s with %v", c.name, row.Score, row.Unadjusted, c.status, c.gross)
		}
		if (row.Actual == nil) != (c.status == scoreNoActual) {
			t.Errorf("%s: actual %v", c.name, row.Actual)
		}
	}
}

// move takes the backtest to another origin.
func (b *adjustmentBook) move(origin, horizon int64) {
	moved := map[pastKey]pastPoint{}
	for key, p := range b.past {
		moved[pastKey{key.series, origin, horizon}] = p
	}
	b.past = moved
}

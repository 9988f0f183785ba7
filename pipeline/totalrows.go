package pipeline

import (
	"context"

	"opdrift/forecasts"
)

// A totalRow is one measure of a sum in one year.
type totalRow struct {
	Level      string  `col:"level"`
	Item       string  `col:"item"`
	Year       int64   `col:"year"`
	Measure    string  `col:"measure"`
	PriceBasis string  `col:"price_basis"`
	Mean       float64 `col:"mean"`
	quantileColumns
	Status string `col:"status"`
	Scores int64  `col:"scores"` // of the total itself, that its interval is held against
	coverageColumns
}

// totalRows returns every sum's rows, in order.
func (f *future) totalRows(ctx context.Context, r *run) ([]totalRow, error) {
	cover, err := f.coverTotals(ctx)
	var out []totalRow
	for _, key := range sortedTotals(f.totals) {
		out = append(out, f.totals[key].rows(r, f, key, cover)...)
	}
	return out, err
}

func (t *total) rows(r *run, f *future, key totalKey, cover totalCoverages) []totalRow {
	own := f.evidence(key)
	volume, gross := own[sumVolume], own[sumGross]
	var out []totalRow
	add := func(h int, measure, basis string, mean float64, q quantileColumns, e totalEvidence) {
		if e.rests == forecasts.NoEvidence {
			q = noQuantiles
		}
		out = append(out, totalRow{
			Level: key.level, Item: key.item, Year: f.years[h], Measure: measure, PriceBasis: basis,
			Mean: mean, quantileColumns: q, Status: e.status(h), Scores: e.scores, coverageColumns: cover.of(key, measure, basis, h),
		})
	}
	volumes := volume.stretched(t.volumes)
	sums, currents := map[string][][]float32{}, map[string][][]float32{}
	for _, m := range moneyMeasures {
		sums[m] = gross.stretched(t.sums[m])
		if currents[m] = sums[m]; t.currents != nil {
			currents[m] = gross.stretched(t.currents[m])
		}
	}
	for h, year := range f.years {
		toCurrent := 1.0
		if t.currents == nil {
			toCurrent = 1 / r.prices.toFixed(year)
		}
		add(h, "full_year_persons", noPrices, t.means[h].volume, drawnQuantiles(volumes, h, 1, nil), volume)
		for _, m := range moneyMeasures {
			add(h, m, fixedPrices, t.means[h].fixed.of(m).Kroner(), drawnQuantiles(sums[m], h, 1, nil), gross)
			add(h, m, currentPrices, t.means[h].of(m).Kroner(), drawnQuantiles(currents[m], h, toCurrent, f.shocks), gross)
		}
	}
	return out
}

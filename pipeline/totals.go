package pipeline

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"opdrift/forecasts"
)

// A totalKey names a sum over cells: of a service, a committee, a municipality,
// or everything.
type totalKey struct{ level, item string }

// levels returns the sums that a cell belongs to.
func (r *run) levels(key cellKey) []totalKey {
	return []totalKey{
		{"service", key.service},
		{"committee", r.services[key.service].Committee},
		{"municipality", key.municipality},
		{all, all},
	}
}

// A total adds up cells. Sums of draws are the total's draws, because a draw is
// one future for all series.
type total struct {
	items   []forecastCell
	means   []cellFuture // by year
	volumes [][]float32  // by year and draw; nil without evidence
	sums    map[string][][]float32
}

func newTotal(f *future) *total {
	t := &total{means: make([]cellFuture, len(f.years)), sums: map[string][][]float32{}}
	if f.draws == 0 {
		return t
	}
	t.volumes = matrix(len(f.years), f.draws)
	for _, m := range moneyMeasures {
		t.sums[m] = matrix(len(f.years), f.draws)
	}
	return t
}

func matrix(rows, columns int) [][]float32 {
	out := make([][]float32, rows)
	for i := range out {
		out[i] = make([]float32, columns)
	}
	return out
}

// add adds a cell: its draws in fixed prices and its means.
func (t *total) add(f *future, c drawnCell, means []cellFuture) {
	t.items = append(t.items, c.item)
	for h := range f.years {
		if !math.IsNaN(means[h].volume) {
			t.means[h].volume += means[h].volume
		}
		t.means[h].amounts = t.means[h].plus(means[h].amounts)
		t.means[h].fixed = t.means[h].fixed.plus(means[h].fixed)
		if f.draws == 0 {
			continue
		}
		for _, measure := range moneyMeasures {
			factor := float32(c.item.factor(measure))
			row := t.sums[measure][h]
			for d, v := range c.grosses[h] {
				row[d] += v * factor
			}
		}
		if c.volumes != nil {
			for d, v := range c.volumes[h] {
				t.volumes[h][d] += v
			}
		}
	}
}

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
	Scores int64  `col:"scores"` // of the total itself, that could widen it
}

// totalRows returns every sum's rows, in order.
func (f *future) totalRows(r *run) []totalRow {
	var out []totalRow
	keys := slices.SortedFunc(maps.Keys(f.totals), func(a, b totalKey) int {
		return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.item, b.item))
	})
	for _, key := range keys {
		out = append(out, f.totals[key].rows(r, f, key)...)
	}
	return out
}

func (t *total) rows(r *run, f *future, key totalKey) []totalRow {
	volume, gross := t.evidence(f)
	var out []totalRow
	add := func(h int, measure, basis string, mean float64, q quantileColumns, e totalEvidence) {
		out = append(out, totalRow{
			Level: key.level, Item: key.item, Year: f.years[h], Measure: measure, PriceBasis: basis,
			Mean: mean, quantileColumns: q, Status: e.status(h), Scores: e.scores,
		})
	}
	for h, year := range f.years {
		toCurrent := 1 / r.prices.toFixed(year)
		add(h, "full_year_persons", noPrices, t.means[h].volume, volume.widen(h, f.quantiles(t.volumes, h, 1, nil)), volume)
		for _, m := range moneyMeasures {
			fixed := f.quantiles(t.sums[m], h, 1, nil)
			current := f.quantiles(t.sums[m], h, toCurrent, f.shocks)
			add(h, m, fixedPrices, t.means[h].fixed.of(m).Kroner(), gross.widen(h, fixed), gross)
			add(h, m, currentPrices, t.means[h].of(m).Kroner(), gross.widen(h, current), gross)
		}
	}
	return out
}

// totalEvidence is what the backtest of a total says of its draws: how much wider
// than theirs its interval must be, by year.
type totalEvidence struct {
	scores      int64
	plain, wide []forecasts.Quantiles // nil without draws
	widened     []bool
}

// evidence backtests the total itself, as volume and as gross in fixed prices.
func (t *total) evidence(f *future) (volume, gross totalEvidence) {
	var members []int
	var terms []forecasts.Term
	for _, item := range t.items {
		if item.volume == none {
			terms = append(terms, forecasts.Term{Weight: 1, Series: []int{item.spending}})
			continue
		}
		members = append(members, item.volume)
		terms = append(terms, forecasts.Term{Weight: item.relative, Series: []int{item.volume, item.price}})
	}
	return newEvidence(f, t.volumes, f.result.BacktestTotal(members)),
		newEvidence(f, t.sums["gross"], f.result.BacktestProducts(terms))
}

func newEvidence(f *future, draws [][]float32, own forecasts.Total) totalEvidence {
	e := totalEvidence{scores: int64(len(own.Scores))}
	if f.draws == 0 {
		return e
	}
	e.plain, _ = forecasts.TotalInterval(draws, forecasts.Total{})
	e.wide, e.widened = forecasts.TotalInterval(draws, own)
	return e
}

// widen moves the quantiles away from the median by as much, relatively, as the
// total's own errors move those of its draws. Of a negative sum (income, refund) the
// low quantiles are those of a high gross. The sum's draws are not in proportion to
// the total's, so order is kept by moving outwards, and none crosses 0 that the
// draws do not cross.
func (e totalEvidence) widen(h int, q quantileColumns) quantileColumns {
	if e.plain == nil {
		return q
	}
	a, b := columnsOf(e.plain[h]), columnsOf(e.wide[h])
	if q.P50 < 0 {
		a, b = a.mirrored(), b.mirrored()
	}
	stretch := func(v, plain, wide float64) float64 {
		if plain == a.P50 {
			return v
		}
		return q.P50 + (v-q.P50)*(wide-a.P50)/(plain-a.P50)
	}
	floor, ceiling := math.Inf(-1), math.Inf(1)
	if q.P2 >= 0 {
		floor = 0
	}
	if q.P97 <= 0 {
		ceiling = 0
	}
	out := quantileColumns{P50: q.P50}
	out.P25 = max(floor, min(q.P50, stretch(q.P25, a.P25, b.P25)))
	out.P10 = max(floor, min(out.P25, stretch(q.P10, a.P10, b.P10)))
	out.P2 = max(floor, min(out.P10, stretch(q.P2, a.P2, b.P2)))
	out.P75 = min(ceiling, max(q.P50, stretch(q.P75, a.P75, b.P75)))
	out.P90 = min(ceiling, max(out.P75, stretch(q.P90, a.P90, b.P90)))
	out.P97 = min(ceiling, max(out.P90, stretch(q.P97, a.P97, b.P97)))
	return out
}

// mirrored returns the quantiles of the negative.
func (q quantileColumns) mirrored() quantileColumns {
	return quantileColumns{-q.P97, -q.P90, -q.P75, -q.P50, -q.P25, -q.P10, -q.P2}
}

// status says what a total's interval rests on.
func (e totalEvidence) status(h int) string {
	switch {
	case e.plain == nil:
		return string(forecasts.NoEvidence)
	case e.widened[h]:
		return "widened"
	}
	return "draws"
}

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

// nodes are the sums of volume that its forecast is reconciled with. Unit costs do not
// add up, and spending follows from volume and unit cost.
func (f *future) nodes(r *run) []forecasts.Node {
	members := map[totalKey][]int{}
	for _, item := range f.items {
		if item.volume == none {
			continue
		}
		for _, key := range r.levels(item.key) {
			members[key] = append(members[key], item.volume)
		}
	}
	var out []forecasts.Node
	for _, key := range sortedTotals(members) {
		out = append(out, forecasts.Node{Key: key.level + "/" + key.item, Level: key.level, Members: members[key]})
	}
	return out
}

func sortedTotals[V any](m map[totalKey]V) []totalKey {
	return slices.SortedFunc(maps.Keys(m), func(a, b totalKey) int {
		return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.item, b.item))
	})
}

// A total adds up cells. Sums of draws are the total's draws, because a draw is
// one future for all series.
type total struct {
	items   []forecastCell
	means   []cellFuture // by year
	volumes [][]float32  // by year and draw; nil without evidence
	sums    map[string][][]float32
	// currents are the sums in expected current prices; nil where every cell has the
	// municipality's own price level, since then one factor carries the sums there
	currents map[string][][]float32

	own *evidences // what the backtest says; nil until asked, when all cells are in
}

// newTotal starts a sum of cells; leveled says that some may have a price level of
// their own.
func newTotal(f *future, leveled bool) *total {
	t := &total{means: make([]cellFuture, len(f.years)), sums: map[string][][]float32{}}
	if f.draws == 0 {
		return t
	}
	t.volumes = matrix(len(f.years), f.draws)
	if leveled {
		t.currents = map[string][][]float32{}
	}
	for _, m := range moneyMeasures {
		t.sums[m] = matrix(len(f.years), f.draws)
		if leveled {
			t.currents[m] = matrix(len(f.years), f.draws)
		}
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

// add adds a cell: its draws and its means. level is the price level of its service.
func (t *total) add(f *future, c drawnCell, means []cellFuture, level priceLevel) {
	t.items = append(t.items, c.item)
	if f.draws > 0 {
		t.addMoney(f, c, level)
	}
	for h := range f.years {
		if !math.IsNaN(means[h].volume) {
			t.means[h].volume += means[h].volume
		}
		t.means[h].amounts = t.means[h].plus(means[h].amounts)
		t.means[h].fixed = t.means[h].fixed.plus(means[h].fixed)
		if f.draws == 0 {
			continue
		}
		if c.volumes != nil {
			for d, v := range c.volumes[h] {
				t.volumes[h][d] += v
			}
		}
	}
}

// addMoney adds the cell's draws of every measure.
func (t *total) addMoney(f *future, c drawnCell, level priceLevel) {
	plus := func(row, draws []float32, factor float32) {
		for d, v := range draws {
			row[d] += v * factor
		}
	}
	for _, measure := range moneyMeasures {
		rows, whole := c.of(measure)
		factor := float32(whole)
		for h, year := range f.years {
			plus(t.sums[measure][h], rows[h], factor)
			if t.currents != nil {
				plus(t.currents[measure][h], rows[h], factor/float32(level.toFixed(year)))
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
	Scores int64  `col:"scores"` // of the total itself, that its interval is held against
}

// totalRows returns every sum's rows, in order.
func (f *future) totalRows(r *run) []totalRow {
	var out []totalRow
	for _, key := range sortedTotals(f.totals) {
		out = append(out, f.totals[key].rows(r, f, key)...)
	}
	return out
}

func (t *total) rows(r *run, f *future, key totalKey) []totalRow {
	own := t.evidence(f)
	volume, gross := own.volume, own.gross
	var out []totalRow
	add := func(h int, measure, basis string, mean float64, q quantileColumns, e totalEvidence) {
		out = append(out, totalRow{
			Level: key.level, Item: key.item, Year: f.years[h], Measure: measure, PriceBasis: basis,
			Mean: mean, quantileColumns: q, Status: e.status(h), Scores: e.scores,
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
		add(h, "full_year_persons", noPrices, t.means[h].volume, f.quantiles(volumes, h, 1, nil), volume)
		for _, m := range moneyMeasures {
			add(h, m, fixedPrices, t.means[h].fixed.of(m).Kroner(), f.quantiles(sums[m], h, 1, nil), gross)
			add(h, m, currentPrices, t.means[h].of(m).Kroner(), f.quantiles(currents[m], h, toCurrent, f.shocks), gross)
		}
	}
	return out
}

// totalEvidence is what the backtest of a total says of its draws.
type totalEvidence struct {
	scores  int64
	stretch forecasts.Stretch // without factors where there are no draws
}

// evidences are those of a total's volume and of its gross in fixed prices.
type evidences struct{ volume, gross totalEvidence }

// evidence backtests the total itself, once.
func (t *total) evidence(f *future) evidences {
	if t.own == nil {
		t.own = t.backtested(f)
	}
	return *t.own
}

func (t *total) backtested(f *future) *evidences {
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
	return &evidences{
		newEvidence(f, t.volumes, f.result.BacktestTotal(members)),
		newEvidence(f, t.sums["gross"], f.result.BacktestProducts(terms)),
	}
}

func newEvidence(f *future, draws [][]float32, own forecasts.Total) totalEvidence {
	e := totalEvidence{scores: int64(len(own.Scores))}
	if f.draws > 0 {
		e.stretch = forecasts.NewStretch(draws, own)
	}
	return e
}

// stretched moves draws of the total, by year.
func (e totalEvidence) stretched(rows [][]float32) [][]float32 {
	out := make([][]float32, len(rows))
	for h, row := range rows {
		out[h] = e.stretch.Draws(h, row)
	}
	return out
}

// status says what a total's interval of a year rests on.
func (e totalEvidence) status(h int) string {
	switch {
	case e.stretch.Factors == nil:
		return string(forecasts.NoEvidence)
	case e.stretch.Factors[h] > 1:
		return "widened"
	case e.stretch.Factors[h] < 1:
		return "narrowed"
	}
	return "draws"
}

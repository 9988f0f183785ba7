package pipeline

import "opdrift/forecasts"

// totalEvidence is what the backtest of a total says of its draws.
type totalEvidence struct {
	scores  int64
	rests   forecasts.Status  // what the interval rests on: ok for errors of the past
	stretch forecasts.Stretch // without factors where there are no draws
}

// What is summed: the kinds of a total's evidence.
const (
	sumVolume = "volume"
	sumGross  = "gross" // in fixed prices
)

// evidences are those of a total, by what is summed.
type evidences map[string]totalEvidence

// evidence backtests all totals, once, when all cells are in.
func (f *future) evidence(key totalKey) evidences {
	if f.held == nil {
		f.held = f.backtested()
	}
	return f.held[key]
}

func (f *future) backtested() map[totalKey]evidences {
	keys, sums := f.allSums()
	totals, errors := make([]forecasts.Total, len(sums)), make([]forecasts.TotalErrors, len(sums))
	for k, sum := range sums {
		totals[k] = f.result.BacktestProducts(sum.Terms)
		errors[k] = forecasts.NewTotalErrors(f.totals[keys[k]].draws(sum.Kind), totals[k])
	}
	others, out := forecasts.Others(sums, errors), map[totalKey]evidences{}
	for k, sum := range sums {
		t := f.totals[keys[k]]
		made := totalEvidence{scores: int64(len(totals[k].Scores)), rests: t.rests[sum.Kind].status(f.draws > 0)}
		if rows := t.draws(sum.Kind); rows != nil {
			made.stretch = forecasts.NewStretch(rows, totals[k], others(k))
		}
		if out[keys[k]] == nil {
			out[keys[k]] = evidences{}
		}
		out[keys[k]][sum.Kind] = made
	}
	return out
}

// allSums are the volume of every total and its gross in fixed prices, each with the key of
// its total. Errors of services stand for those of other totals.
func (f *future) allSums() (keys []totalKey, sums []forecasts.Sum) {
	for _, key := range sortedTotals(f.totals) {
		volume, gross := f.totals[key].terms()
		keys = append(keys, key, key)
		part := key.level == "service"
		sums = append(sums, forecasts.Sum{Terms: volume, Kind: sumVolume, Part: part}, forecasts.Sum{Terms: gross, Kind: sumGross, Part: part})
	}
	return keys, sums
}

// draws are the total's, of what is summed.
func (t *total) draws(kind string) [][]float32 {
	if kind == sumVolume {
		return t.volumes
	}
	return t.sums["gross"]
}

// terms are the series that make up a total's volume, and its gross in fixed prices.
func (t *total) terms() (volume, gross []forecasts.Term) {
	for _, item := range t.items {
		if item.volume == none {
			gross = append(gross, forecasts.Term{Weight: 1, Series: []int{item.spending}})
			continue
		}
		volume = append(volume, forecasts.Term{Weight: 1, Series: []int{item.volume}})
		gross = append(gross, forecasts.Term{Weight: item.relative, Series: []int{item.volume, item.price}})
	}
	return volume, gross
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
	case e.rests != forecasts.OK:
		return string(e.rests)
	case e.stretch.Factors[h] > 1:
		return "widened"
	case e.stretch.Factors[h] < 1:
		return "narrowed"
	}
	return "draws"
}

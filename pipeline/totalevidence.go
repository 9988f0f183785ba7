package pipeline

import "opdrift/forecasts"

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
	volume, gross := t.terms()
	return &evidences{
		newEvidence(f, t.volumes, f.result.BacktestProducts(volume)),
		newEvidence(f, t.sums["gross"], f.result.BacktestProducts(gross)),
	}
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

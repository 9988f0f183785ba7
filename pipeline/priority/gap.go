package priority

import (
	"math"
	"slices"

	"opdrift/pipeline/money"
)

// BudgetGap holds the forecast against the frame for all, for each committee and
// for each service that has a frame, year by year, before any scenario.
//
//	Gap       = mean forecast − frame
//	Overspend = share of the draws above the frame
//	Reserve   = max(0, q − frame), q the smallest drawn spending that at least
//	            the share probability of the draws does not exceed
//
// Totals are sums of the same draw over services, never of bounds. A year in
// which nothing has a frame has one row, all, with status no_frame.
func BudgetGap(p Plan, probability float64) ([]Gap, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	w := newWork(p.scaled(DefaultParams()), Scenario{Params: DefaultParams()})
	var out []Gap
	for t, year := range p.Years {
		for _, level := range []string{"all", "committee", "service"} {
			pots := w.plan.pots(level, year)
			if level == "all" && len(pots) == 0 {
				out = append(out, w.noFrame(t))
			}
			for _, pot := range pots {
				out = append(out, w.gap(t, pot, probability))
			}
		}
	}
	return out, nil
}

func (w *work) gap(t int, p pot, probability float64) Gap {
	g := Gap{
		Year: w.plan.Years[t], Level: p.level, Name: p.name, Concept: w.plan.Concept, Frame: p.frame,
		Overspend: math.NaN(), ReserveFor: probability, Status: "no_draws",
	}
	for _, i := range p.members {
		g.Forecast += w.levels[t][i].forecast
	}
	g.Gap = g.Forecast - g.Frame
	sums := w.spending(t, p)
	if len(sums) == 0 {
		return g
	}
	over := 0
	for _, s := range sums {
		if s > p.frame.Kroner() {
			over++
		}
	}
	g.Status, g.Overspend = "ok", float64(over)/float64(len(sums))
	if need, err := money.FromFloat(quantile(sums, probability) - p.frame.Kroner()); err == nil {
		g.Reserve, g.HasReserve = max(0, need), true
	}
	return g
}

func (w *work) noFrame(t int) Gap {
	g := Gap{Year: w.plan.Years[t], Level: "all", Name: "all", Concept: w.plan.Concept, Overspend: math.NaN(), Status: "no_frame"}
	for _, l := range w.levels[t] {
		g.Forecast += l.forecast
	}
	return g
}

// quantile is the smallest of xs that at least the share q of them does not
// exceed (inverse of the empirical distribution; Hyndman and Fan 1996, type 1).
// NaN when xs is empty.
func quantile(xs []float64, q float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	sorted := slices.Clone(xs)
	slices.Sort(sorted)
	k := int(math.Ceil(q*float64(len(sorted))-1e-9)) - 1
	return sorted[min(max(k, 0), len(sorted)-1)]
}

package priority

import (
	"cmp"
	"fmt"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/optimize"
)

// unlimited is above any municipality's spending, and sums of it are far from
// overflow.
const unlimited = 1 << 50

// limits is what measures may cost net of cautious savings in each year:
//
//	max(0, min(investment_share × frame, frame − F + room))
//
// F is the forecast of untouched spending, its mean or the scenario's quantile
// of the draws, and room what services could at most be cut: a measure may be
// paid for by lower levels elsewhere, but never by a gap that nothing closes.
// Where the frame cannot be kept at all, measures must pay for themselves within
// the year. Years without a frame set no limit; framed is false when none has
// one.
func (w *work) limits() (out []optimize.Budget, framed bool) {
	for t, year := range w.plan.Years {
		b := optimize.Budget{Name: fmt.Sprint(year), Max: unlimited}
		if w.framed(t) {
			framed = true
			b.Max = max(0, min(int64(w.investment(t)), int64(w.space(t))))
		}
		out = append(out, b)
	}
	return out, framed
}

func (w *work) framed(t int) bool { return slices.Contains(w.covered[t], true) }

// investment is the share of the year's frames that measures may cost.
func (w *work) investment(t int) money.Ore {
	return times(w.frame(t), w.scenario.Params.InvestmentShare)
}

func (w *work) frame(t int) (sum money.Ore) {
	for _, pot := range w.plan.pots(w.scenario.Params.FrameLevel, w.plan.Years[t]) {
		sum += pot.frame
	}
	return sum
}

// space is frame − F + room.
func (w *work) space(t int) money.Ore {
	left := w.frame(t)
	for _, pot := range w.plan.pots(w.scenario.Params.FrameLevel, w.plan.Years[t]) {
		left -= w.expect(t, pot)
		for _, i := range pot.members {
			left += w.levels[t][i].forecast - w.levels[t][i].reachable
		}
	}
	return left
}

// expect is F for one frame: the quantile of its draws if the scenario asks for
// one and there are draws, else the mean forecast.
func (w *work) expect(t int, p pot) (sum money.Ore) {
	for _, i := range p.members {
		sum += w.levels[t][i].forecast
	}
	if q := w.scenario.Params.ForecastQuantile; q > 0 {
		if at, err := money.FromFloat(quantile(w.spending(t, p), q)); err == nil {
			return at
		}
	}
	return sum
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

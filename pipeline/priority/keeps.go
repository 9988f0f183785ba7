package priority

import "math"

// A keeper counts the draws in which spending keeps the frame. In a draw a
// service's spending is its draw times what the scenario leaves of the mean
// forecast (a service level is a share, not an amount), plus what measures cost.
// Frames of several committees must each be kept.
type keeper struct {
	kept [][]bool // [year][draw]; nil without draws or frame
}

func newKeeper(w *work) keeper {
	k := keeper{kept: make([][]bool, len(w.plan.Years))}
	for t, year := range w.plan.Years {
		for n, pot := range w.plan.pots(w.scenario.Params.FrameLevel, year) {
			sums := w.spending(t, pot)
			if sums == nil {
				k.kept[t] = nil
				break
			}
			if n == 0 {
				k.kept[t] = make([]bool, len(sums))
				for d := range sums {
					k.kept[t][d] = true
				}
			}
			for d, sum := range sums {
				k.kept[t][d] = k.kept[t][d] && sum <= pot.frame.Kroner()
			}
		}
	}
	return k
}

// spending sums the draws of a pot's services after the scenario, in kroner; nil
// when a service has none.
func (w *work) spending(t int, p pot) []float64 {
	var sums []float64
	for n, i := range p.members {
		draws := w.plan.Services[i].Draws
		if draws == nil || n > 0 && len(draws[t]) != len(sums) {
			return nil
		}
		if n == 0 {
			sums = make([]float64, len(draws[t]))
		}
		l := w.levels[t][i]
		left := 1.0
		if l.forecast != 0 {
			left = float64(l.forecast-l.cut-l.saving) / float64(l.forecast)
		}
		for d, v := range draws[t] {
			sums[d] += left*float64(v) + l.cost.Kroner()
		}
	}
	return sums
}

// year is the share of draws that keep the year's frames; NaN without draws.
func (k keeper) year(t int) float64 { return shareTrue(k.kept[t]) }

// all is the share of draws that keep every year's frames.
func (k keeper) all() float64 {
	var every []bool
	for t, kept := range k.kept {
		if kept == nil || t > 0 && len(kept) != len(every) {
			return math.NaN()
		}
		if t == 0 {
			every = append(every, kept...)
		}
		for d := range kept {
			every[d] = every[d] && kept[d]
		}
	}
	return shareTrue(every)
}

func shareTrue(xs []bool) float64 {
	n := 0
	for _, x := range xs {
		if x {
			n++
		}
	}
	return float64(n) / float64(len(xs)) // NaN when there are none
}

package forecasts

import (
	"cmp"
	"maps"
	"slices"
)

// TotalErrors are the squared errors of totals, in units of what their joint draws say, by
// origin and horizon: those of one total, or of several together.
type TotalErrors map[totalCell]average

type totalCell struct{ origin, horizon int }

// NewTotalErrors holds joint draws, rows by horizon, against the backtest of their total:
//
//	e = scaled error / (w(h)/2.563/scale) within ±3
//
// with w(h) the central 80 % of the draws at the score's horizon and scale the total's now.
// So e is the error in standard deviations of the draws, and the mean of e² is 1 where
// they are right. Without a scale, or without width, there is none.
func NewTotalErrors(rows [][]float32, t Total) TotalErrors {
	out, sd := TotalErrors{}, make([]float64, len(rows))
	for h, row := range rows {
		q := quantilesOf(row)
		sd[h] = (q.P90 - q.P10) / central80
	}
	for _, score := range t.Scores {
		h := score.Horizon - 1
		if h < len(rows) && t.Scale > 0 && sd[h] > 0 && finite(score.Scaled) {
			e := max(-farTotal, min(farTotal, score.Scaled*t.Scale/sd[h]))
			out[totalCell{score.Origin, score.Horizon}] = average{sum: e * e, n: 1}
		}
	}
	return out
}

// Plus puts the errors of totals together.
func (e TotalErrors) Plus(other TotalErrors) TotalErrors { return e.with(other, 1) }

// Less takes the errors of one of the totals out again.
func (e TotalErrors) Less(one TotalErrors) TotalErrors { return e.with(one, -1) }

func (e TotalErrors) with(other TotalErrors, sign float64) TotalErrors {
	out := maps.Clone(e)
	if out == nil {
		out = TotalErrors{}
	}
	for cell, a := range other {
		was := out[cell]
		if out[cell] = (average{was.sum + sign*a.sum, was.n + sign*a.n}); out[cell].n == 0 {
			delete(out, cell)
		}
	}
	return out
}

// shrunk is the mean square of a horizon over all errors, drawn towards a prior that counts
// as four origins. In the weight an origin counts once, however many totals have an error
// there: they share its luck.
func (e TotalErrors) shrunk(horizon int, prior float64) float64 {
	var squares average
	origins := 0.0
	for _, cell := range e.cells() {
		if a := e[cell]; cell.horizon == horizon {
			squares.sum, squares.n = squares.sum+a.sum, squares.n+a.n
			origins++
		}
	}
	if origins == 0 {
		return prior
	}
	return (priorTotals*prior + origins*squares.mean()) / (priorTotals + origins)
}

// cells are in one order, for sums of floating point numbers depend on it.
func (e TotalErrors) cells() []totalCell {
	return slices.SortedFunc(maps.Keys(e), func(a, b totalCell) int {
		return cmp.Or(cmp.Compare(a.horizon, b.horizon), cmp.Compare(a.origin, b.origin))
	})
}

// has reports whether there is an error at a horizon.
func (e TotalErrors) has(horizon int) bool {
	for cell := range e {
		if cell.horizon == horizon {
			return true
		}
	}
	return false
}

// origins are how many origins have an error.
func (e TotalErrors) origins() int {
	seen := map[int]bool{}
	for cell := range e {
		seen[cell.origin] = true
	}
	return len(seen)
}

package pipeline

import (
	"math"
)

// hierarchyKind is the kind of the scores that say how volumes were made to agree with
// their sums.
const hierarchyKind = "hierarchy"

// reconciliationRows say what each way to reconcile did on each level, and which was
// chosen. Where there was nothing to choose there are none.
func (f *future) reconciliationRows() []scoreRow {
	rec, nan := f.result.Reconciliation, math.NaN()
	var out []scoreRow
	for _, s := range rec.Levels {
		row := scoreRow{
			Kind: hierarchyKind, Group: hierarchyKind + "/" + s.Level, Model: s.Method,
			Series: int64(s.Members), Origins: int64(rec.Origins), MASE: s.Score,
			Bias: nan, WAPE: nan, Cover80: nan, Cover95: nan, MSIS: nan, WIS: nan, Naive: nan, Flat3: nan,
			Chosen: s.Method == rec.Method, Decided: hierarchyKind, RunnerUp: rec.RunnerUp, Reason: rec.Reason, Status: "ok",
		}
		if s.Level == "" {
			row.Group = hierarchyKind
		}
		out = append(out, row)
	}
	return out
}

// reconciliationLines are the same as lines of the command backtest.
func (f *future) reconciliationLines() []BacktestLine {
	nan := math.NaN()
	var out []BacktestLine
	for _, s := range f.reconciliationRows() {
		out = append(out, BacktestLine{
			Group: s.Group, Model: s.Model, Series: s.Series, Origins: s.Origins, MASE: s.MASE,
			Bias: nan, SMAPE: nan, OWA: nan, WAPE: nan, Cover80: nan, Cover95: nan, MSIS95: nan, WIS: nan,
			Naive: nan, Demograph: nan, Chosen: s.Chosen,
		})
	}
	return out
}

package pipeline

import (
	"context"
	"slices"
	"strings"

	"opdrift/pipeline/store"
)

// A backtestRow is one forecast of the past held against what happened.
type backtestRow struct {
	Kind         string  `col:"kind"` // volume, unit_cost or spending
	Municipality string  `col:"municipality"`
	Service      string  `col:"service"`
	Band         string  `col:"band"`
	Model        string  `col:"model"`
	Origin       int64   `col:"origin"`
	Horizon      int64   `col:"horizon"`
	Forecast     float64 `col:"forecast"`
	Actual       float64 `col:"actual"`
	Scaled       float64 `col:"scaled_error"`
	Status       string  `col:"status"`
}

// scoreTables makes the tables backtest and backtest_score.
func (f *future) scoreTables(ctx context.Context, r *run) error {
	var rows []backtestRow
	for s := range f.result.Scores.Rows() {
		part := strings.SplitN(s.Series, "/", 4)
		rows = append(rows, backtestRow{
			Kind: part[0], Municipality: part[1], Service: part[2], Band: part[3], Model: s.Model,
			Origin: int64(s.Origin), Horizon: int64(s.Horizon), Forecast: s.Forecast, Actual: s.Actual,
			Scaled: s.Scaled, Status: string(s.Status),
		})
	}
	rows = append(rows, f.refunds.backtestRows()...)
	if err := store.Append(ctx, r.store, "backtest", rows); err != nil {
		return err
	}
	return store.Append(ctx, r.store, "backtest_score", f.allScores(r))
}

// allScores are the scores of the models, of the ways to reconcile and of those to
// forecast refunds.
func (f *future) allScores(r *run) []scoreRow {
	return slices.Concat(f.scoreRows(), f.reconciliationRows(), f.refunds.scoreRows(r.calendar.horizon))
}

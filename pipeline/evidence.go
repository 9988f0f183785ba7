package pipeline

import (
	"context"
	"math"
	"slices"
	"strings"

	"opdrift/forecasts"
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

// A scoreRow is what a model did on a group of series.
type scoreRow struct {
	Kind      string  `col:"kind"`
	Group     string  `col:"series_group"`
	Model     string  `col:"model"`
	Horizon   int64   `col:"horizon"` // 0: all
	Series    int64   `col:"series"`
	Origins   int64   `col:"origins"`
	Bias      float64 `col:"bias"`
	MASE      float64 `col:"mase"`
	WAPE      float64 `col:"wape"`
	Cover80   float64 `col:"coverage_80"`
	Cover95   float64 `col:"coverage_95"`
	MSIS      float64 `col:"msis_95"`
	WIS       float64 `col:"wis"`
	Naive     float64 `col:"skill_naive"`
	Flat3     float64 `col:"skill_flat3"`
	CoverOrig int64   `col:"coverage_origins"`
	Chosen    bool    `col:"chosen"` // part of what the group's forecast is made of
	Decided   string  `col:"decided_by,null"`
	RunnerUp  string  `col:"runner_up,null"`
	Reason    string  `col:"reason,null"`
	Status    string  `col:"status"`
}

// evidence makes the tables backtest and backtest_score.
func (f *future) evidence(ctx context.Context, r *run) error {
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
	return store.Append(ctx, r.store, "backtest_score", slices.Concat(f.scoreRows(), f.reconciliationRows(), f.refunds.scoreRows(r.calendar.horizon)))
}

func (f *future) scoreRows() []scoreRow {
	choices := map[string]forecasts.Choice{}
	for _, c := range f.result.Choices {
		for i := len(c.Groups) - 1; i >= 0; i-- {
			if c.Groups[i] == c.Decided || i == 0 {
				choices[c.Groups[i]] = c
			}
		}
	}
	var out []scoreRow
	for _, s := range f.result.Summary {
		kind, _, _ := strings.Cut(s.Group, "/")
		row := scoreRow{
			Kind: kind, Group: s.Group, Model: s.Model, Horizon: int64(s.Horizon), Series: int64(s.Series), Origins: int64(s.Origins),
			Bias: s.Bias, MASE: s.MASE, WAPE: s.WAPE, Cover80: s.Coverage80, Cover95: s.Coverage95, MSIS: s.MSIS95, WIS: s.WIS,
			Naive: s.SkillNaive, Flat3: s.SkillFlat3, CoverOrig: int64(s.CoverageOrigins), Status: string(s.Status),
		}
		if c, ok := choices[s.Group]; ok {
			for _, m := range c.Models {
				row.Chosen = row.Chosen || m == s.Model
			}
			row.Decided, row.RunnerUp, row.Reason = c.Decided, c.RunnerUp, c.Reason
		}
		for _, v := range []*float64{&row.Bias, &row.MASE, &row.WAPE, &row.Cover80, &row.Cover95, &row.MSIS, &row.WIS, &row.Naive, &row.Flat3} {
			if math.IsInf(*v, 0) {
				*v = math.NaN()
			}
		}
		out = append(out, row)
	}
	return out
}

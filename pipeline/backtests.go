package pipeline

import (
	"context"
	"math"

	"opdrift/forecasts"
	"opdrift/pipeline/config"
)

// A BacktestLine is what one model did on a group of series, held against what
// happened: the published columns of the command backtest. A number without
// evidence is NaN. See [forecasts.Summary] for what each means.
type BacktestLine struct {
	Group     string  `col:"group"`
	Model     string  `col:"model"`
	Horizon   int64   `col:"horizon"` // 0: all
	Series    int64   `col:"series"`
	Origins   int64   `col:"origins"`
	Bias      float64 `col:"bias"`
	MASE      float64 `col:"mase"`
	SMAPE     float64 `col:"smape"`
	OWA       float64 `col:"owa"`
	WAPE      float64 `col:"wape"`
	Cover80   float64 `col:"coverage_80"`
	Cover95   float64 `col:"coverage_95"`
	MSIS95    float64 `col:"msis_95"`
	WIS       float64 `col:"wis"`
	Naive     float64 `col:"skill_naive"`
	Demograph float64 `col:"skill_demography"`
	Chosen    bool    `col:"chosen"` // part of what the group's forecast is made of
}

// BacktestFile scores the models on every series of a file. Naive is always among
// them: the others are held against it.
func BacktestFile(ctx context.Context, q SeriesRequest) ([]BacktestLine, error) {
	models, err := q.pool()
	if err != nil {
		return nil, err
	}
	f, err := q.read(ctx)
	if err != nil {
		return nil, err
	}
	horizon, err := q.horizon(f.frequency)
	if err != nil {
		return nil, err
	}
	result, err := forecasts.Forecast(ctx, f.panel(), forecasts.Options{Horizon: horizon, Models: models, Seed: q.Seed})
	if err != nil {
		return nil, err
	}
	if len(result.Summary) == 0 {
		least := map[int]string{yearly: "6 years", quarterly: "13 quarters", monthly: "37 months"}[f.frequency]
		return nil, dataErrorf(q.File, "no series is long enough for a backtest: want one with %s in a row", least)
	}
	return backtestLines(result), nil
}

// BacktestProject scores the models on the project's own series: volume, unit cost
// and spending of every service and age band, as a run forecasts them. Nothing is
// published.
func BacktestProject(ctx context.Context, cfg config.Config, opts Options) ([]BacktestLine, error) {
	var lines []BacktestLine
	err := beforeForecast(ctx, cfg, opts, func(r *run) error {
		f, err := foresee(ctx, r)
		if err != nil {
			return err
		}
		if lines = backtestLines(f.result); len(lines) == 0 {
			return &MissingError{"no series is long enough for a backtest: want 6 complete years"}
		}
		lines = append(lines, f.refunds.lines(r.calendar.horizon)...)
		return nil
	})
	return lines, err
}

func backtestLines(result forecasts.Result) []BacktestLine {
	f := future{result: result}
	var out []BacktestLine
	for i, s := range f.scoreRows() { // one for each summary
		more := result.Summary[i]
		out = append(out, BacktestLine{
			Group: s.Group, Model: s.Model, Horizon: s.Horizon, Series: s.Series, Origins: s.Origins,
			Bias: s.Bias, MASE: s.MASE, SMAPE: number(more.SMAPE), OWA: number(more.OWA), WAPE: s.WAPE,
			Cover80: s.Cover80, Cover95: s.Cover95, MSIS95: s.MSIS, WIS: s.WIS,
			Naive: s.Naive, Demograph: number(more.SkillDemography), Chosen: s.Chosen,
		})
	}
	return append(out, f.reconciliationLines()...)
}

// number is a score, NaN where a division by 0 has made it infinite.
func number(v float64) float64 {
	if math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

package pipeline

import (
	"context"

	"opdrift/forecasts"
	"opdrift/pipeline/config"
)

// BacktestFile scores the models on every series of a file. Naive is always among
// them: the others are held against it.
func BacktestFile(ctx context.Context, q SeriesRequest) ([]BacktestLine, error) {
	models, err := q.pool()
	if err != nil {
		return nil, err
	}
	series, err := q.read(ctx)
	if err != nil {
		return nil, err
	}
	horizon, err := q.horizon(series.frequency)
	if err != nil {
		return nil, err
	}
	result, err := forecasts.Forecast(ctx, series.panel(), forecasts.Options{Horizon: horizon, Models: models, Seed: q.Seed})
	if err != nil {
		return nil, err
	}
	if len(result.Summary) == 0 {
		least := map[int]string{yearly: "6 years", quarterly: "13 quarters", monthly: "37 months"}[series.frequency]
		return nil, dataErrorf(q.File, "no series is long enough for a backtest: want one with %s in a row", least)
	}
	f := future{result: result}
	return backtestLines(f.scoreRows()), nil
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
		if lines = backtestLines(f.allScores(r)); len(lines) == 0 {
			return &MissingError{"no series is long enough for a backtest: want 6 complete years"}
		}
		return nil
	})
	return lines, err
}

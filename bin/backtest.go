package main

import (
	"errors"
	"log/slog"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
)

// backtestCommand is "opdrift backtest [FILE]".
func (p *program) backtestCommand() *cli.Command {
	return &cli.Command{
		Name:      "backtest",
		Usage:     "score the models on the past, of a table of series or of the project",
		ArgsUsage: "[FILE]",
		UsageText: `opdrift backtest places.csv
opdrift backtest places.csv --model naive,theta,damped --horizon 4 -o scores.csv
opdrift backtest -p eksempelby -o json`,
		Description: `Every model forecasts from each past year that has five values before it (three years of quarters or months), knowing only what was
known then, and is held against what happened. Without FILE the series are the project's own: volume, unit cost and spending.
FILE is as in 'opdrift forecast --help'. Horizon 0 is all horizons together. Errors are scaled by the mean step of a series'
history; naive is always in, because skill_naive is 1 less the ratio to its error: above 0 is better than naive. owa is held
against naive2 (naive in years) and skill_demography against demography: empty where these are not in or say nothing. The model
"selected" is what the choice would have been at each origin; chosen is what the group's forecast is made of now.`,
		Flags: flags(append([]cli.Flag{outputFlag()}, seriesFlags()...)...),
		Action: func(c *cli.Context) (err error) {
			log, err := p.log(c)
			if err != nil {
				return err
			}
			s, err := p.sink(c)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			lines, err := p.backtest(c, log)
			if err != nil {
				return err
			}
			return show(c.Context, s, lines)
		},
	}
}

func (p *program) backtest(c *cli.Context, log *slog.Logger) ([]pipeline.BacktestLine, error) {
	if c.Args().Present() {
		given, err := exactly(c, "FILE")
		if err != nil {
			return nil, err
		}
		q, err := p.seriesRequest(c, given[0], log)
		if err != nil {
			return nil, err
		}
		return pipeline.BacktestFile(c.Context, q)
	}
	cfg, err := p.engineProject(c)
	if err != nil {
		return nil, err
	}
	opts, done := p.runOptions(c, log)
	defer done()
	return pipeline.BacktestProject(c.Context, cfg, opts)
}

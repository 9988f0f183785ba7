package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
	"opdrift/pipeline/config"
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
FILE is as in 'opdrift forecast --help'. Horizon 0 is all horizons together; the table for reading shows no other. Errors are scaled by the mean step of a series'
history; naive is always in, because skill_naive is 1 less the ratio to its error: above 0 is better than naive. owa is held
against naive2 (naive in years) and skill_demography against demography: empty where these are not in or say nothing. The model
"selected" is what the choice would have been at each origin; chosen is what the group's forecast is made of now. difference is
how much larger the mean absolute scaled error of runner_up is than that of the best model, beside its standard error
difference_se: where it is not larger, the forecast is the equal mean of all models that near (reason tie). skill_X_low and
skill_X_high hold the skill with 95 % (bootstrap over series, five or more). against_naive_da and _en, and the lines below the
table (in the project's language; with FILE that of OPDRIFT_LANGUAGE, da or en), say in words whether it beats naive.`,
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
			lines, language, err := p.backtest(c, log)
			if err != nil {
				return err
			}
			if s.format != "table" {
				return show(c.Context, s, lines)
			}
			if err := show(c.Context, s, pipeline.GlanceBacktest(lines)); err != nil {
				return err
			}
			return s.write(func(w io.Writer) error {
				_, err := fmt.Fprintf(w, "… all horizons together, rounded: write all %d rows, by horizon and with every score, with -o FILE.csv\n", len(lines))
				return errors.Join(err, writeWords(w, pipeline.BacktestHeadline(lines), language))
			})
		},
	}
}

// backtest returns the scores and the language to sum them up in.
func (p *program) backtest(c *cli.Context, log *slog.Logger) (lines []pipeline.BacktestLine, language string, err error) {
	if c.Args().Present() {
		given, err := exactly(c, "FILE")
		if err != nil {
			return nil, "", err
		}
		q, err := p.seriesRequest(c, given[0], log)
		if err != nil {
			return nil, "", err
		}
		lines, err = pipeline.BacktestFile(c.Context, q)
		return lines, cmp.Or(p.getenv("OPDRIFT_LANGUAGE"), config.Default().Language), err
	}
	cfg, err := p.engineProject(c)
	if err != nil {
		return nil, "", err
	}
	opts, done := p.runOptions(c, log)
	defer done()
	lines, err = pipeline.BacktestProject(c.Context, cfg, opts)
	return lines, cfg.Language, err
}

// writeWords writes a headline under a table.
func writeWords(w io.Writer, h pipeline.Headline, language string) error {
	var out strings.Builder
	for _, line := range h.Lines(language) {
		out.WriteString("\n" + printable(line))
	}
	_, err := io.WriteString(w, out.String()+"\n")
	return err
}

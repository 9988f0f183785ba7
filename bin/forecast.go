package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
)

// shownSeries is how many series a table for reading shows.
const shownSeries = 50

// forecastCommand is "opdrift forecast FILE" and "opdrift forecast --service S".
func (p *program) forecastCommand() *cli.Command {
	return &cli.Command{
		Name:      "forecast",
		Usage:     "forecast any table of series, or ask what if about a service",
		ArgsUsage: "[FILE]",
		UsageText: `opdrift forecast places.csv
opdrift forecast places.parquet --horizon 4 --model auto --level 80,95 -o forecast.parquet
opdrift forecast monthly.csv --model theta,damped -o json
opdrift forecast -p eksempelby --service supported_living
opdrift forecast -p eksempelby --service supported_living --set inflow=+10%@2027 --set price=-2% -o whatif.csv`,
		Description: `FILE (.csv or .parquet) has the columns series, period, value and, if wanted, group; series of a group learn from each other.
Periods are years 2014, quarters 2014-Q1 or months 2014-01, one kind a file. An empty value is a gap. Each series is forecast
from its own last period: step 1 is the first after it. Columns: series, period, step, model, mean, p2_5, p10, p25, p50, p75,
p90, p97_5; --level 90 adds p5 and p95. An empty quantile means that the backtest has too little to say; nothing
is floored at 0. The table for reading
shows history and forecast as a line of blocks, and the end of the horizon with its 80 % interval.

With --service the forecast is that of a run of the project, for one service over all its municipalities, beside the same
with what --set assumes. Nothing is published. Intervals are the central 80 %; a file has current prices beside fixed ones. Settings, each for every year from @YEAR on:
  volume=+10%@2027  full-year persons, per cent of the baseline
  inflow=+10%@2027  persons who come into the service, per cent; volume follows as those who were there leave, at the rate
                    of the last three years (needs cases)
  price=-2%@2027    unit cost in fixed prices, per cent (spending, where a service has no volume)
  population=high   the projection's variant high or low in place of main`,
		Flags: flags(append([]cli.Flag{outputFlag(),
			&cli.StringFlag{Name: "level", Usage: "add the quantiles of these intervals, `PER CENT` with commas between, such as 80,90"},
			&cli.StringFlag{Name: "service", Usage: "forecast the service `CODE` of the project"},
			&cli.StringSliceFlag{Name: "set", Usage: "assume `NAME=VALUE`, such as inflow=+10%@2027; may be given again"},
		}, seriesFlags()...)...),
		Action: func(c *cli.Context) (err error) {
			log, err := p.log(c)
			if err != nil {
				return err
			}
			if c.IsSet("service") {
				return p.whatIf(c, log)
			}
			if !c.Args().Present() {
				return usagef("FILE is missing: want a file of series, or --service in a project")
			}
			return p.forecastFile(c, log)
		},
	}
}

func (p *program) forecastFile(c *cli.Context, log *slog.Logger) (err error) {
	given, err := exactly(c, "FILE")
	if err != nil {
		return err
	}
	if err := only(c, "belongs to --service: a file has no such setting", "set"); err != nil {
		return err
	}
	q, err := p.seriesRequest(c, given[0], log)
	if err != nil {
		return err
	}
	if c.IsSet("level") {
		if q.Levels, err = pipeline.ParseLevels(c.String("level")); err != nil {
			return err
		}
	}
	s, err := p.sink(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	f, err := pipeline.ForecastFile(c.Context, q)
	if err != nil {
		return err
	}
	if s.format != "table" {
		return showColumns(c.Context, s, f)
	}
	lines, all := f.Glance(shownSeries)
	if err := show(c.Context, s, lines); err != nil || all <= len(lines) {
		return err
	}
	return s.write(func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "… the first %d of %d series: write all with -o FILE.csv\n", len(lines), all)
		return err
	})
}

// whatIf forecasts one service of the project, as it is and with --set.
func (p *program) whatIf(c *cli.Context, log *slog.Logger) (err error) {
	if c.Args().Present() {
		return usagef("FILE and --service exclude each other: give one")
	}
	if err := only(c, "belongs to FILE: a what-if has the central 80 %", "level"); err != nil {
		return err
	}
	var settings []pipeline.Setting
	for _, text := range c.StringSlice("set") {
		setting, err := pipeline.ParseSetting(text)
		if err != nil {
			return fmt.Errorf("--set: %w", err)
		}
		settings = append(settings, setting)
	}
	cfg, err := p.engineProject(c)
	if err != nil {
		return err
	}
	s, err := p.sink(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	opts, done := p.runOptions(c, log)
	rows, err := pipeline.WhatIf(c.Context, cfg, opts, c.String("service"), settings)
	done()
	if err != nil {
		return err
	}
	if s.format == "table" {
		rows = pipeline.Readable(rows)
	}
	return show(c.Context, s, rows)
}

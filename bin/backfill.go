package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// backfillCommand is "opdrift backfill".
func (p *program) backfillCommand() *cli.Command {
	return &cli.Command{
		Name:  "backfill",
		Usage: "publish one back-dated run for the end of each month",
		UsageText: `opdrift backfill -p eksempelby --from 2024-01 --to 2024-12
opdrift backfill --from 2023-06 --to 2023-06 -o json`,
		Description: `Each run is that of 'opdrift run --as-of' with the last day of the month, and none becomes the latest. Runs that are there already
and intact are not computed again, so that the command can be given again after a stop. The first run that fails ends it, with
the exit status of that run; those before it stay published.`,
		Flags: flags(outputFlag(),
			&cli.StringFlag{Name: "from", Usage: "the first `MONTH`, such as 2024-01"},
			&cli.StringFlag{Name: "to", Usage: "the last `MONTH`, which is over"},
			lockWaitFlag(),
		),
		Action: func(c *cli.Context) (err error) {
			if _, err := exactly(c); err != nil {
				return err
			}
			log, err := p.log(c)
			if err != nil {
				return err
			}
			days, err := monthEnds(c.String("from"), c.String("to"), p.today())
			if err != nil {
				return err
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
			opts.SkipUnchanged, opts.BackDated = true, true
			rows, failed := backfill(c, cfg, opts, days)
			done()
			if c.Context.Err() != nil || len(rows) == 0 {
				return failed
			}
			return errors.Join(show(c.Context, s, rows), failed)
		},
	}
}

// backfilled is one run of a backfill.
type backfilled struct {
	AsOf   string `col:"as_of"`
	RunID  string `col:"run_id"`
	Status string `col:"status"`
}

// backfill makes the runs in turn, and returns those that are there when one fails.
func backfill(c *cli.Context, cfg config.Config, opts pipeline.Options, days []time.Time) ([]backfilled, error) {
	var rows []backfilled
	for _, day := range days {
		cfg.AsOf = day
		row := backfilled{AsOf: day.Format(time.DateOnly), Status: "published"}
		result, err := pipeline.Run(c.Context, cfg, opts)
		row.RunID = result.RunID
		if isA[*pipeline.UnchangedError](err) {
			row.Status, err = "unchanged", nil
		}
		if err != nil {
			return rows, fmt.Errorf("as of %s: %w", row.AsOf, err)
		}
		opts.Log.Info("backfilled", "as_of", row.AsOf, "run", row.RunID, "status", row.Status)
		rows = append(rows, row)
	}
	return rows, nil
}

// monthEnds lists the last days of the months from one to another, both included.
func monthEnds(from, to string, today time.Time) ([]time.Time, error) {
	var bounds [2]time.Time
	for i, b := range []struct{ flag, value string }{{"from", from}, {"to", to}} {
		month, err := time.Parse("2006-01", b.value)
		if err != nil || month.Year() < 1990 {
			return nil, usagef("--%s is %q: want a month such as 2024-01, from 1990 on", b.flag, b.value)
		}
		bounds[i] = month
	}
	if bounds[0].After(bounds[1]) {
		return nil, usagef("--from is %s, after --to, which is %s: want the earlier month first", from, to)
	}
	if end := bounds[1].AddDate(0, 1, -1); end.After(today) {
		return nil, usagef("--to is %s, which ends on %s: want a month that is over", to, end.Format(time.DateOnly))
	}
	var days []time.Time
	for m := bounds[0]; !m.After(bounds[1]); m = m.AddDate(0, 1, 0) {
		days = append(days, m.AddDate(0, 1, -1))
	}
	return days, nil
}

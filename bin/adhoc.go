package main

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
	"opdrift/pipeline/store"
)

// seriesFlags are those of the commands that forecast, on a file or in a project.
func seriesFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "horizon", Usage: "look `N` periods ahead (default: 5 years, 8 quarters or 24 months; in a project its horizon)"},
		&cli.StringFlag{Name: "model", Usage: "`NAMES` of models with commas between, or auto: the backtest chooses among them (default: auto; in a project its models)"},
		&cli.StringFlag{Name: "seed", Usage: "seed of every random stream, a whole `NUMBER` (default: 1; in a project its seed)"},
	}
}

// seriesRequest reads the flags for a file of series.
func (p *program) seriesRequest(c *cli.Context, file string, log *slog.Logger) (q pipeline.SeriesRequest, err error) {
	q = pipeline.SeriesRequest{File: file, Seed: 1, MemoryLimit: memoryLimit("", machineMemory("/")), Log: log}
	if c.IsSet("horizon") {
		if q.Horizon, err = strconv.Atoi(c.String("horizon")); err != nil || q.Horizon < 1 {
			return q, usagef("--horizon is %q: want a whole number of periods, 1 or more", c.String("horizon"))
		}
	}
	if c.IsSet("seed") {
		if q.Seed, err = strconv.ParseUint(c.String("seed"), 10, 64); err != nil {
			return q, usagef("--seed is %q: want a whole number, 0 or more", c.String("seed"))
		}
	}
	if c.IsSet("model") {
		for name := range strings.SplitSeq(c.String("model"), ",") {
			q.Models = append(q.Models, strings.TrimSpace(name))
		}
	}
	return q, nil
}

// only refuses flags that do nothing in this use of a command.
func only(c *cli.Context, why string, flags ...string) error {
	for _, f := range flags {
		if c.IsSet(f) {
			return usagef("--%s %s", f, why)
		}
	}
	return nil
}

// showColumns prints rows whose columns are known only now.
func showColumns(ctx context.Context, s *sink, f *pipeline.FileForecast) error {
	engine, err := s.engine(ctx)
	if err != nil {
		return err
	}
	answer, err := store.AnswerRows(ctx, engine, f.Columns(), f.Rows())
	if err == nil {
		err = s.put(ctx, answer)
	}
	return errors.Join(err, engine.Close())
}

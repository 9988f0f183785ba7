package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/config"
	"opdrift/pipeline/publish"
)

// runsPruneCommand is "opdrift runs prune".
func (p *program) runsPruneCommand() *cli.Command {
	return &cli.Command{
		Name:        "prune",
		Usage:       "delete all but the newest runs",
		UsageText:   "opdrift runs prune --keep 24\nopdrift runs prune",
		Description: "The latest run stays in any case. Without --keep, publish.keep of opdrift.yaml counts. Prints the runs that were deleted.",
		Flags:       flags(outputFlag(), &cli.UintFlag{Name: "keep", Usage: "keep the newest `N` runs, 1 or more"}, lockWaitFlag()),
		Action: p.onRuns(0, func(c *cli.Context, cfg config.Config, s *sink) error {
			keep := cfg.Publish.Keep
			if c.IsSet("keep") {
				if keep = int(c.Uint("keep")); keep < 1 {
					return usagef("--keep is %d: want 1 or more", keep)
				}
			}
			if keep == config.All {
				return usagef("publish.keep is all (%s): give --keep N", cfg.Origin("publish.keep"))
			}
			deleted, err := p.prune(c, cfg, keep)
			type row struct {
				ID string `col:"deleted_run_id"`
			}
			var rows []row
			for _, id := range deleted {
				rows = append(rows, row{id})
			}
			return errors.Join(err, show(c.Context, s, rows))
		}),
	}
}

func (p *program) prune(c *cli.Context, cfg config.Config, keep int) (deleted []string, err error) {
	root := cfg.Path(cfg.Publish.Folder)
	if runs, err := publish.List(root); err != nil || len(runs) == 0 {
		return nil, err // nothing to lock
	}
	ctx, cancel := context.WithTimeout(c.Context, max(c.Duration("lock-wait"), time.Nanosecond))
	defer cancel()
	at := p.now().Format(time.RFC3339)
	w, err := publish.Acquire(ctx, root, p.holder(at), publish.Options{PublicGroup: cfg.Publish.PublicGroup})
	if err != nil {
		return nil, errors.Join(c.Context.Err(), err)
	}
	deleted, err = w.Prune(keep, at)
	return deleted, errors.Join(err, w.Close())
}

func lockWaitFlag() cli.Flag {
	return &cli.DurationFlag{Name: "lock-wait", Usage: "wait `TIME` such as 10m for another run to end (default: not at all)"}
}

// holder says who holds the lock, for those who wait.
func (p *program) holder(since string) publish.Holder {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return publish.Holder{PID: os.Getpid(), Host: host, Command: p.name, Since: since}
}

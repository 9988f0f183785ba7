package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/config"
	"opdrift/pipeline/publish"
)

// runsCommand is "opdrift runs".
func (p *program) runsCommand() *cli.Command {
	return &cli.Command{
		Name:      "runs",
		Usage:     "list, show, prune and verify published runs",
		UsageText: "opdrift runs list\nopdrift runs show latest\nopdrift runs prune --keep 24\nopdrift runs verify --all",
		Action: func(c *cli.Context) error {
			if !c.Args().Present() {
				return usagef("no command given: want one of %s", names(c.Command.Subcommands))
			}
			return unknown("command", c.Args().First(), c.Command.Subcommands)
		},
		Subcommands: []*cli.Command{p.runsListCommand(), p.runsShowCommand(), p.runsPruneCommand(), p.runsVerifyCommand()},
	}
}

func (p *program) runsListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the published runs, oldest first",
		UsageText: "opdrift runs list\nopdrift runs list -o json",
		Flags:     flags(outputFlag()),
		Action: p.onRuns(0, func(c *cli.Context, cfg config.Config, s *sink) error {
			root := cfg.Path(cfg.Publish.Folder)
			runs, err := publish.List(root)
			if err != nil {
				return err
			}
			type row struct {
				ID      string `col:"run_id"`
				AsOf    string `col:"as_of"`
				Latest  bool   `col:"latest"`
				Tables  int64  `col:"tables"`
				Version string `col:"version,null"`
				Folder  string `col:"folder"`
				Problem string `col:"problem,null"`
			}
			var rows []row
			for _, r := range runs {
				out := row{ID: r.ID, AsOf: r.AsOf(), Latest: r.Latest, Folder: r.Dir}
				m, _, err := publish.Show(root, r.ID)
				if err != nil {
					out.Problem = err.Error()
				}
				out.Tables, out.Version = int64(len(m.Outputs)), m.ToolVersion
				rows = append(rows, out)
			}
			if len(rows) == 0 && s.format == "table" && s.file == "" {
				_, err := fmt.Fprintf(p.stdout, "no run has been published in %s\n", root)
				return err
			}
			return show(c.Context, s, rows)
		}),
	}
}

func (p *program) runsShowCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "show what a run read, wrote and took",
		ArgsUsage: "RUN|latest",
		UsageText: "opdrift runs show latest\nopdrift runs show 2025-06-30-0123456789ab -o json",
		Flags:     flags(outputFlag()),
		Action: p.onRuns(1, func(c *cli.Context, cfg config.Config, s *sink) error {
			m, results, err := publish.Show(cfg.Path(cfg.Publish.Folder), c.Args().First())
			if err != nil {
				return asMissing(err)
			}
			if s.format == "json" {
				return s.write(func(w io.Writer) error {
					return writeJSON(w, map[string]any{"manifest": m, "run_results": results})
				})
			}
			type row struct {
				Path   string `col:"path"`
				Rows   int64  `col:"rows"`
				Bytes  int64  `col:"bytes"`
				SHA256 string `col:"sha256"`
			}
			var rows []row
			for _, o := range m.Outputs {
				rows = append(rows, row{o.Path, o.Rows, o.Bytes, o.SHA256})
			}
			if s.format == "table" && s.file == "" {
				if err := writeRunFacts(p.stdout, m, results); err != nil {
					return err
				}
			}
			return show(c.Context, s, rows)
		}),
	}
}

func writeRunFacts(w io.Writer, m publish.Manifest, r publish.Results) error {
	var inputs []string
	for _, in := range m.Inputs {
		inputs = append(inputs, in.Name+" "+strconv.FormatInt(in.Rows, 10))
	}
	_, err := fmt.Fprintf(w, "run      %s\nas of    %s\nseed     %d\nprogram  %s\nstarted  %s\nended    %s\ninputs   %s\n\n",
		m.RunID, m.AsOf, m.Seed, m.ToolVersion, r.Started, r.Ended, strings.Join(inputs, ", "))
	return err
}

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

func (p *program) runsVerifyCommand() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "check that runs are, byte for byte, what was published",
		ArgsUsage: "[RUN|latest]",
		UsageText: "opdrift runs verify\nopdrift runs verify 2025-06-30-0123456789ab\nopdrift runs verify --all -o json",
		Description: `Hashes every file again and checks the manifest and the audit chain. The exit status is 4 when anything differs. Without RUN
the latest is checked.`,
		Flags:  flags(outputFlag(), &cli.BoolFlag{Name: "all", Usage: "check every run"}),
		Action: p.onRuns(-1, verifyRuns),
	}
}

func verifyRuns(c *cli.Context, cfg config.Config, s *sink) error {
	root := cfg.Path(cfg.Publish.Folder)
	ids, err := runsToVerify(c, root)
	if err != nil {
		return asMissing(err)
	}
	type row struct {
		ID      string `col:"run_id"`
		Verdict string `col:"verdict"`
		Path    string `col:"path,null"`
		Problem string `col:"problem,null"`
	}
	var rows []row
	damaged := 0
	for _, id := range ids {
		problems, err := publish.VerifyRun(root, id)
		if err != nil {
			return asMissing(err)
		}
		if len(problems) == 0 {
			rows = append(rows, row{ID: id, Verdict: "intact"})
			continue
		}
		damaged++
		for _, problem := range problems {
			rows = append(rows, row{id, "damaged", problem.Path, problem.Text})
		}
	}
	if err := show(c.Context, s, rows); err != nil {
		return err
	}
	if damaged > 0 {
		return damagedError{fmt.Errorf("%d of %d runs in %s are not what was published: run again, which puts a damaged run aside", damaged, len(ids), root)}
	}
	return nil
}

func runsToVerify(c *cli.Context, root string) ([]string, error) {
	if !c.Bool("all") {
		id := c.Args().First()
		if id == "" {
			id = "latest"
		}
		run, err := publish.Find(root, id)
		return []string{run.ID}, err
	}
	if c.Args().Present() {
		return nil, usagef("--all and %q exclude each other: give one", c.Args().First())
	}
	runs, err := publish.List(root)
	var ids []string
	for _, r := range runs {
		ids = append(ids, r.ID)
	}
	return ids, err
}

// onRuns is the frame of the commands here: arguments (-1 for none or one),
// configuration and destination.
func (p *program) onRuns(arguments int, do func(*cli.Context, config.Config, *sink) error) cli.ActionFunc {
	return func(c *cli.Context) (err error) {
		wanted := []string{"RUN"}
		if arguments == 0 || arguments < 0 && !c.Args().Present() {
			wanted = nil
		}
		if _, err := exactly(c, wanted...); err != nil {
			return err
		}
		if _, err := p.log(c); err != nil {
			return err
		}
		cfg, err := p.project(c)
		if err != nil {
			return err
		}
		s, err := p.sink(c)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		return do(c, cfg, s)
	}
}

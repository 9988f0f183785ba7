package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
)

// runCommand is "opdrift run": the scheduled batch run.
func (p *program) runCommand() *cli.Command {
	return &cli.Command{
		Name:  "run",
		Usage: "compute every table and publish them",
		UsageText: `opdrift run -p eksempelby
opdrift run -p eksempelby --dry-run
opdrift run --as-of 2024-12-31 --lock-wait 10m --log-format json
opdrift run -p eksempelby --skip-unchanged
opdrift run -p eksempelby --compare latest
opdrift run --scenario baseline --scenario scenarios/young.yaml`,
		Description: `Reads the extracts, checks them, and publishes the tables to out/runs/RUN; out/latest follows when all of it is right.
Whatever goes wrong, the tables that were there stay as they were. --dry-run says what a run would read and write. The estimate of the open year tells how it moved
since the newest run with an earlier as-of date, which becomes a part of the run's id; --compare names another.`,
		Flags: flags(outputFlag(),
			&cli.BoolFlag{Name: "dry-run", Usage: "print what would be read, computed and written, and stop"},
			&cli.StringFlag{Name: "as-of", Usage: "know nothing registered after this `DATE`, such as 2024-12-31"},
			&cli.StringSliceFlag{Name: "scenario", Usage: "compute the scenario `NAME`, or FILE.yaml; may be given again"},
			&cli.StringFlag{Name: "seed", Usage: "seed of every random stream, a whole `NUMBER`"},
			&cli.StringFlag{Name: "engine", Usage: "read the raw rows with `ENGINE` duckdb"},
			&cli.StringFlag{Name: "compare", Usage: "tell how the estimate moved since `RUN`: its id, latest, or none (default: the newest run with an earlier as-of date)"},
			&cli.BoolFlag{Name: "skip-unchanged", Usage: "stop after the check, with status 99, when the latest run is the same and intact"},
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
			defer done()
			if c.Bool("dry-run") {
				return dryRun(c, cfg, opts, s)
			}
			result, err := pipeline.Run(c.Context, cfg, opts)
			if err != nil {
				return err
			}
			done()
			return printResult(c, s, result, cfg.Language)
		},
	}
}

// runOptions are what a run needs beside its configuration, and the end of its
// progress line.
func (p *program) runOptions(c *cli.Context, log *slog.Logger) (opts pipeline.Options, done func()) {
	show, done := p.progress(c)
	return pipeline.Options{
		Version: version, Today: p.today(), Now: p.now, Log: log, Progress: show,
		Holder: p.holder(""), LockWait: c.Duration("lock-wait"), PeakMemory: peakMemory,
		SkipUnchanged: c.Bool("skip-unchanged"), Compare: c.String("compare"),
	}, done
}

// today is the day on the wall, as a date.
func (p *program) today() time.Time {
	y, m, d := p.now().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// runResult is a run's result as -o json prints it.
type runResult struct {
	RunID    string            `json:"run_id"`
	Folder   string            `json:"folder"`
	Same     bool              `json:"same_as_before"`
	Tables   []pipeline.Table  `json:"tables"`
	Headline pipeline.Headline `json:"headline"`
}

// printResult says what a run found, in the project's language, and where its
// tables are.
func printResult(c *cli.Context, s *sink, r pipeline.Result, language string) error {
	switch s.format {
	case "json":
		return s.write(func(w io.Writer) error {
			return writeJSON(w, runResult{r.RunID, r.Folder, r.Same, r.Tables, r.Headline})
		})
	case "table":
		return s.write(func(w io.Writer) error { return writeResult(w, r, language) })
	}
	type row struct {
		Name string `col:"table"`
		Rows int64  `col:"rows"`
	}
	var rows []row
	for _, t := range r.Tables {
		rows = append(rows, row{t.Name, t.Rows})
	}
	return show(c.Context, s, rows)
}

func writeResult(w io.Writer, r pipeline.Result, language string) error {
	var out strings.Builder
	for _, line := range r.Headline.Lines(language) {
		out.WriteString(printable(line) + "\n")
	}
	fmt.Fprintf(&out, "\n%s\n", printable(r.Folder))
	if r.Same {
		out.WriteString("  (the same run was there already, byte for byte)\n")
	}
	wide := 0
	for _, t := range r.Tables {
		wide = max(wide, len(t.Name))
	}
	for _, t := range r.Tables {
		fmt.Fprintf(&out, "  %-*s %10d\n", wide, t.Name, t.Rows)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

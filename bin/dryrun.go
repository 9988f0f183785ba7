package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// dryRun is "opdrift run --dry-run": it prints what a run would read and write.
func dryRun(c *cli.Context, cfg config.Config, opts pipeline.Options, s *sink) error {
	plan, fault := pipeline.PlanRun(c.Context, cfg, opts)
	if c.Context.Err() != nil {
		return fault
	}
	switch s.format {
	case "json":
		return errors.Join(s.write(func(w io.Writer) error { return writeJSON(w, plan) }), fault)
	case "table":
		return errors.Join(s.write(func(w io.Writer) error { return writePlan(w, plan) }), fault)
	}
	type row struct {
		Name  string `col:"extract"`
		Files int    `col:"files"`
		Rows  int64  `col:"rows"`
	}
	var rows []row
	for _, e := range plan.Extracts {
		rows = append(rows, row{e.Name, e.Files, e.Rows})
	}
	return errors.Join(show(c.Context, s, rows), fault)
}

func writePlan(w io.Writer, p pipeline.Plan) error {
	var out strings.Builder
	out.WriteString("would read\n")
	var missing []string
	for _, e := range p.Extracts {
		if e.Files == 0 {
			missing = append(missing, e.Name)
			continue
		}
		fmt.Fprintf(&out, "  %-20s %12d rows in %d files\n", e.Name, e.Rows, e.Files)
	}
	fmt.Fprintf(&out, "not there\n  %s\n", strings.Join(missing, ", "))
	fmt.Fprintf(&out, "stages\n  %s\n", strings.Join(p.Stages, ", "))
	fmt.Fprintf(&out, "would publish to %s\n  %s\n", p.Folder, strings.Join(p.Tables, ", "))
	latest := p.Latest
	if latest == "" {
		latest = "none"
	}
	fmt.Fprintf(&out, "latest run now\n  %s\n", latest)
	_, err := io.WriteString(w, out.String())
	return err
}

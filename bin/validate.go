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

// validateCommand is "opdrift validate".
func (p *program) validateCommand() *cli.Command {
	return &cli.Command{
		Name:      "validate",
		Usage:     "check configuration and extracts, and publish nothing",
		UsageText: "opdrift validate -p eksempelby\nopdrift validate --as-of 2024-12-31 -o findings.csv",
		Description: `Checks opdrift.yaml, the columns of every extract and every row, and prints the rules that are broken. Rows of severity
error would go to quarantine; more of them than the configuration allows, a missing extract or a column of CPR numbers
stop a run, and give this command the exit status of that run: 3, or 5 for what is missing.`,
		Flags: flags(outputFlag(), &cli.StringFlag{Name: "as-of", Usage: "know nothing registered after this `DATE`, such as 2024-12-31"}),
		Action: func(c *cli.Context) (err error) {
			if _, err := exactly(c); err != nil {
				return err
			}
			log, err := p.log(c)
			if err != nil {
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
			opts, done := p.runOptions(c, log)
			v, fault := pipeline.Validate(c.Context, cfg, opts)
			done()
			if c.Context.Err() != nil {
				return fault
			}
			return errors.Join(printValidation(c, s, v, fault), fault)
		},
	}
}

// printValidation prints the findings; for reading, a word also when there are
// none.
func printValidation(c *cli.Context, s *sink, v pipeline.Validation, fault error) error {
	if s.format != "table" || len(v.Findings) > 0 {
		return showFindings(c, s, v.Findings)
	}
	if fault != nil {
		return nil
	}
	return s.write(func(w io.Writer) error {
		var names []string
		for _, e := range v.Extracts {
			names = append(names, e.Name)
		}
		_, err := fmt.Fprintf(w, "nothing to remark in %d extracts: %s\n", len(names), strings.Join(names, ", "))
		return err
	})
}

// dryRun prints what a run would read and write.
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
		Files int64  `col:"files"`
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
	fmt.Fprintf(&out, "would publish to %s\n  %s\n", p.Folder, strings.Join(p.Outputs, ", "))
	latest := p.Latest
	if latest == "" {
		latest = "none"
	}
	fmt.Fprintf(&out, "latest run now\n  %s\n", latest)
	_, err := io.WriteString(w, out.String())
	return err
}

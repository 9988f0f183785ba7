package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
)

// validateCommand is "opdrift validate".
func (p *program) validateCommand() *cli.Command {
	return &cli.Command{
		Name:      "validate",
		Usage:     "check configuration and extracts, and publish nothing",
		UsageText: "opdrift validate -p eksempelby\nopdrift validate --as-of 2024-12-31 -o findings.csv\nopdrift validate --junit rules.xml",
		Description: `Checks opdrift.yaml, the columns of every extract and every row, and prints the rules that are broken. Rows of severity
error would go to quarantine; more of them than the configuration allows, a missing extract or a column of CPR numbers
stop a run, and give this command the exit status of that run: 3, or 5 for what is missing.`,
		Flags: flags(outputFlag(), &cli.StringFlag{Name: "as-of", Usage: "know nothing registered after this `DATE`, such as 2024-12-31"},
			&cli.StringFlag{Name: "junit", Usage: "also write every rule, broken or not, to the `FILE` as JUnit XML"}),
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
			v, fault := pipeline.Validate(c.Context, cfg, opts)
			done()
			if c.Context.Err() != nil {
				return fault
			}
			return errors.Join(printValidation(c, s, v, fault), writeJUnit(c.String("junit"), v, fault), fault)
		},
	}
}

// printValidation prints the rules that are broken; for reading, also what a run
// would cover.
func printValidation(c *cli.Context, s *sink, v pipeline.Validation, fault error) error {
	switch s.format {
	case "json":
		return s.write(func(w io.Writer) error { return writeJSON(w, v) })
	case "table":
		if err := s.write(func(w io.Writer) error { return writeCover(w, v, fault) }); err != nil || len(v.Rules) == 0 {
			return err
		}
	}
	return showFindings(c, s, v.Rules)
}

func writeCover(w io.Writer, v pipeline.Validation, fault error) error {
	if fault != nil {
		return nil // the error says what is wrong
	}
	var there []string
	for _, e := range v.Extracts {
		if e.Files > 0 {
			there = append(there, e.Name)
		}
	}
	_, err := fmt.Fprintf(w, "as of %s, complete years %d to %d, %d extracts: %s; %d remarks, none of which stops a run\n",
		v.AsOf, v.Years[0], v.Years[1], len(there), strings.Join(there, ", "), len(v.Rules))
	return err
}

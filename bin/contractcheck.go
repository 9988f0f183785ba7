package main

import (
	"errors"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
)

// contractCheckCommand is "opdrift contract check FILE --as NAME".
func (p *program) contractCheckCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "hold one Parquet file against the contract of an extract",
		ArgsUsage: "FILE",
		UsageText: "opdrift contract check ledger-2024.parquet --as costs",
		Description: `Checks columns and every row, and prints the rules that are broken. No project is needed; rules that need another extract are
skipped. The exit status is 3 when a run would stop.`,
		Flags: flags(outputFlag(), &cli.StringFlag{Name: "as", Usage: "the extract `NAME` whose contract counts"}),
		Action: func(c *cli.Context) (err error) {
			given, err := exactly(c, "FILE")
			if err != nil {
				return err
			}
			name := c.String("as")
			if name == "" {
				return usagef("--as is missing: want the name of an extract, such as costs; 'opdrift contract' lists them")
			}
			if err := knownExtract(name); err != nil {
				return err
			}
			log, err := p.log(c)
			if err != nil {
				return err
			}
			s, err := p.sink(c)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			found, checked := pipeline.CheckFile(c.Context, name, given[0], pipeline.Options{Version: version, Now: p.now, Log: log})
			if isA[*pipeline.MissingError](checked) || c.Context.Err() != nil {
				return checked
			}
			return errors.Join(showFindings(c, s, found), checked)
		},
	}
}

// showFindings prints the rules that extracts break.
func showFindings(c *cli.Context, s *sink, found []pipeline.RuleState) error {
	type row struct {
		Extract  string `col:"extract"`
		Severity string `col:"severity"`
		Verdict  string `col:"verdict"`
		Rule     string `col:"rule"`
		Rows     int64  `col:"rows"`
		Total    int64  `col:"total_rows"`
		Amount   string `col:"amount"`
		Text     string `col:"text"`
	}
	var rows []row
	for _, f := range found {
		rows = append(rows, row{f.Extract, f.Severity, f.Verdict, f.Rule, f.Rows, f.Total, f.Amount, f.Text})
	}
	return show(c.Context, s, rows)
}

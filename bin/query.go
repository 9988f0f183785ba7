package main

import (
	"errors"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
)

// queryCommand is `opdrift query "SQL"`.
func (p *program) queryCommand() *cli.Command {
	return &cli.Command{
		Name:      "query",
		Usage:     "ask a published run and the extracts with SQL",
		ArgsUsage: "SQL",
		UsageText: `opdrift query "show tables"
opdrift query "from panel where year = 2024 order by municipality, service" -o panel.csv
opdrift query "select service, sum(gross) as gross from panel group by service order by gross desc"
opdrift query "select kind, count(*), sum(amount) from raw_costs group by kind" -o json`,
		Description: `Reads one SELECT, WITH, FROM, DESCRIBE or SUMMARIZE in DuckDB's SQL. Tables of the run go by their names, extracts by raw_NAME.
The engine can read these files and nothing else, and changes nothing. Amounts come out digit by digit in every format.`,
		Flags: flags(outputFlag(), runFlag()),
		Action: func(c *cli.Context) (err error) {
			given, err := exactly(c, "SQL")
			if err != nil {
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
			engine, err := pipeline.Tables(c.Context, cfg, c.String("run"), s.scratch, log)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, engine.Close()) }()
			answer, err := engine.Ask(c.Context, given[0])
			if err != nil {
				return err
			}
			return s.put(c.Context, answer)
		},
	}
}

// runFlag chooses a published run.
func runFlag() cli.Flag {
	return &cli.StringFlag{Name: "run", Value: "latest", Usage: "the published run `ID`"}
}

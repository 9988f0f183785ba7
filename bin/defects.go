package main

import (
	"github.com/urfave/cli/v2"

	"opdrift/fixtures"
)

// defectsCommand is "opdrift fixtures defects DIR".
func (p *program) defectsCommand() *cli.Command {
	return &cli.Command{
		Name:        "defects",
		Usage:       "make one small project for each thing that can be wrong with the extracts",
		ArgsUsage:   "DIR",
		UsageText:   "opdrift fixtures defects broken\nopdrift validate -p broken/$(ls broken | head -1)",
		Description: "DIR/defects.json lists them with the exit status that validate and run end with. DIR must be new or empty.",
		Flags:       flags(outputFlag()),
		Action: func(c *cli.Context) error {
			given, err := exactly(c, "DIR")
			if err != nil {
				return err
			}
			s, err := p.sink(c)
			if err != nil {
				return err
			}
			defer s.Close()
			list, err := fixtures.GenerateDefects(given[0])
			if err != nil {
				return usageError{err}
			}
			type row struct {
				Name    string `col:"name"`
				Extract string `col:"extract"`
				Exit    int    `col:"exit"`
				Wrong   string `col:"wrong"`
			}
			var rows []row
			for _, d := range list {
				rows = append(rows, row{d.Name, d.Extract, d.Exit, d.Wrong})
			}
			return show(c.Context, s, rows)
		},
	}
}

package main

import "github.com/urfave/cli/v2"

// fixturesCommand is "opdrift fixtures".
func (p *program) fixturesCommand() *cli.Command {
	return &cli.Command{
		Name:  "fixtures",
		Usage: "make synthetic and real extracts to try and test with",
		UsageText: `opdrift fixtures generate eksempelby --persons 20000
opdrift fixtures convert fixtures/england/convert.sql --source downloads -o extracts`,
		Action: func(c *cli.Context) error {
			if !c.Args().Present() {
				return usagef("no command given: want one of %s", names(c.Command.Subcommands))
			}
			return unknown("command", c.Args().First(), c.Command.Subcommands)
		},
		Subcommands: []*cli.Command{p.generateCommand(), p.defectsCommand(), p.convertCommand()},
	}
}

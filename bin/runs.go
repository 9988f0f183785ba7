package main

import (
	"errors"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/config"
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

// Command opdrift forecasts what a municipality's specialised social services
// will cost, explains the pressure and sets priorities under a budget. Run
// "opdrift help" for usage.
//
// Its exit status tells a scheduler what to do next:
//
//	0    done; warnings are allowed
//	1    unexpected
//	2    usage or configuration
//	3    the input breaks its contract; nothing was published
//	4    an output is not what it must be; nothing was published
//	5    an input is missing or too old
//	75   locked by another run: safe to retry
//	99   nothing changed since the latest run (only with --skip-unchanged)
//	130  interrupted (SIGINT)
//	143  terminated (SIGTERM)
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/urfave/cli/v2"
)

// version is set by the linker: -X main.version=1.2.3.
var version = "dev"

func main() {
	private()
	ctx, stop := interruptible()
	code := run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr, os.Environ(), time.Now)
	stop()
	os.Exit(code)
}

// A program is one call of opdrift: what commands need of the outside.
type program struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	env    []string
	now    func() time.Time
	name   string // of the command, for messages
	json   bool   // log as JSON
}

// run is main without the process: it returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env []string, now func() time.Time) (code int) {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr, env: env, now: now, name: "opdrift"}
	defer func() {
		if v := recover(); v != nil {
			p.reportPanic(v)
			code = 1
		}
	}()
	app := p.app()
	call, err := p.arrange(app, args)
	switch {
	case err == nil && call.help:
		err = writeHelp(stdout, p.name, call.command)
	case err == nil:
		err = app.RunContext(ctx, call.args)
	}
	code = status(ctx, err)
	p.report(err, code)
	return code
}

// app is the tree of commands.
func (p *program) app() *cli.App {
	app := &cli.App{
		Name:                      "opdrift",
		Usage:                     "forecast the cost pressure on social services and set priorities under a budget",
		Version:                   version,
		Reader:                    p.stdin,
		Writer:                    p.stdout,
		ErrWriter:                 p.stderr,
		ExitErrHandler:            func(*cli.Context, error) {}, // run decides
		OnUsageError:              onUsageError,
		Action:                    p.unknownCommand,
		DisableSliceFlagSeparator: true,
		HideHelp:                  true, // help.go
		HideVersion:               true,
		Commands: []*cli.Command{
			p.initCommand(),
			p.validateCommand(),
			p.runCommand(),
			p.forecastCommand(),
			p.backtestCommand(),
			p.regressCommand(),
			p.backfillCommand(),
			p.queryCommand(),
			p.pseudonymiseCommand(),
			p.runsCommand(),
			p.contractCommand(),
			p.rulesCommand(),
			p.configCommand(),
			p.fixturesCommand(),
			p.completionCommand(),
			p.versionCommand(),
			p.helpCommand(),
		},
	}
	for _, c := range app.Commands {
		finish(c)
	}
	return app
}

// finish sets what cli does not hand down from the app to each command.
func finish(c *cli.Command) {
	c.OnUsageError = onUsageError
	c.HideHelp = true
	for _, sub := range c.Subcommands {
		finish(sub)
	}
}

// unknownCommand is what runs when no command does.
func (p *program) unknownCommand(c *cli.Context) error {
	if !c.Args().Present() {
		return usageError{fmt.Errorf("no command given: want one of %s", names(c.App.Commands))}
	}
	return unknown("command", c.Args().First(), c.App.Commands)
}

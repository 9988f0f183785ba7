package main

import (
	"fmt"

	"github.com/urfave/cli/v2"
)

// progress returns what shows the stages of a run on one line, and what takes the
// line away. Both do nothing unless stderr is a terminal whose user wants it.
func (p *program) progress(c *cli.Context) (show func(stage string, done, of int), clear func()) {
	if !isTerminal(p.stderr) || p.getenv("NO_COLOR") != "" || c.Bool("quiet") || p.json {
		return func(string, int, int) {}, func() {}
	}
	const clearLine = "\r\x1b[K"
	show = func(stage string, done, of int) {
		fmt.Fprintf(p.stderr, "%s[%d/%d] %s", clearLine, done+1, of, stage)
	}
	return show, func() { fmt.Fprint(p.stderr, clearLine) }
}

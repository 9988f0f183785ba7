package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// helpCommand is "opdrift help": the same as --help.
func (p *program) helpCommand() *cli.Command {
	return &cli.Command{
		Name:      "help",
		Usage:     "show examples, flags and what a command does",
		ArgsUsage: "[COMMAND]",
		UsageText: "opdrift help\nopdrift help run\nopdrift help fixtures generate",
		Action: func(c *cli.Context) error {
			command, path := root(c.App), "opdrift"
			for _, name := range c.Args().Slice() {
				sub := find(command.Subcommands, name)
				if sub == nil {
					return unknown("command", name, command.Subcommands)
				}
				command, path = sub, path+" "+name
			}
			return writeHelp(p.stdout, path, command)
		},
	}
}

// root is the app as a command.
func root(app *cli.App) *cli.Command {
	return &cli.Command{
		Name: "opdrift", Usage: app.Usage, ArgsUsage: "COMMAND", Subcommands: app.Commands,
		UsageText: "opdrift init eksempelby\nopdrift validate -p eksempelby\nopdrift run -p eksempelby\nopdrift query -p eksempelby \"from panel\" -o panel.csv",
		Description: `Settings come from a flag, the environment (OPDRIFT_HORIZON), opdrift.yaml or the default, in that order; 'opdrift config
--show' says which. Results go to stdout, everything else to stderr.

Exit status: 0 done, 1 unexpected, 2 usage or configuration, 3 input breaks its contract, 4 an output is wrong, 5 input
missing or too old, 75 locked by another run (safe to retry), 99 nothing changed (run --skip-unchanged), 130 and 143
interrupted. With 2 to 143 nothing was published.`,
	}
}

// writeHelp prints a command's help, examples first.
func writeHelp(w io.Writer, path string, c *cli.Command) error {
	var out strings.Builder
	if c.UsageText != "" {
		out.WriteString("  " + strings.ReplaceAll(c.UsageText, "\n", "\n  ") + "\n\n")
	}
	fmt.Fprintf(&out, "%s: %s\n", strings.TrimSpace(path+" "+c.ArgsUsage), c.Usage)
	if c.Description != "" {
		out.WriteString("\n" + c.Description + "\n")
	}
	if len(c.Subcommands) > 0 {
		out.WriteString("\nCommands:\n")
		var lines [][2]string
		for _, sub := range c.Subcommands {
			lines = append(lines, [2]string{sub.Name, sub.Usage})
		}
		aligned(&out, lines)
	}
	if len(c.Flags) > 0 {
		out.WriteString("\nFlags:\n")
		aligned(&out, flagLines(c.Flags))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

var placeholder = regexp.MustCompile("`([^`]+)`")

// flagLines describes flags: names, placeholder, sentence and default.
func flagLines(flags []cli.Flag) [][2]string {
	var lines [][2]string
	for _, f := range flags {
		doc, ok := f.(cli.DocGenerationFlag)
		if !ok {
			continue
		}
		all := f.Names()
		slices.SortFunc(all, func(a, b string) int { return len(a) - len(b) }) // -o, --output
		left := strings.Join(dashedAll(all), ", ")
		if len(all) == 1 {
			left = "    " + left
		}
		usage := doc.GetUsage()
		if m := placeholder.FindStringSubmatch(usage); m != nil && doc.TakesValue() {
			left += " " + m[1]
		}
		usage = strings.ReplaceAll(usage, "`", "")
		if s, ok := f.(*cli.StringFlag); ok && s.Value != "" {
			usage += " (default: " + s.Value + ")"
		}
		lines = append(lines, [2]string{left, usage})
	}
	return lines
}

func aligned(out *strings.Builder, lines [][2]string) {
	left := 0
	for _, l := range lines {
		left = max(left, len(l[0]))
	}
	for _, l := range lines {
		fmt.Fprintf(out, "  %-*s  %s\n", left, l[0], l[1])
	}
}

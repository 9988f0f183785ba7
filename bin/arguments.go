package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// A call is a command line, put in the order that cli wants.
type call struct {
	command   *cli.Command
	path      []string // opdrift, command, subcommand
	flags     []string
	arguments []string
	help      bool
	args      []string // all of it
}

// arrange puts flags before arguments: cli stops looking for flags at the first
// argument, and a person writes 'opdrift query "from panel" -o panel.csv'. The
// result is the command, its flags, and after -- its arguments. Flags may stand
// anywhere, also before the command.
func (p *program) arrange(app *cli.App, args []string) (*call, error) {
	c := &call{command: root(app), path: slices.Clone(args[:min(1, len(args))])}
	for rest := args[len(c.path):]; len(rest) > 0; {
		rest = c.take(app, rest)
	}
	p.name = strings.Join(append([]string{"opdrift"}, c.path[min(1, len(c.path)):]...), " ")
	if err := c.unknownFlag(p.name); err != nil {
		return nil, err
	}
	c.args = slices.Concat(c.path, c.flags)
	if len(c.arguments) > 0 {
		c.args = slices.Concat(c.args, []string{"--"}, c.arguments)
	}
	return c, nil
}

// take sorts the next of the arguments and returns the rest.
func (c *call) take(app *cli.App, rest []string) []string {
	arg := rest[0]
	rest = rest[1:]
	sub := find(c.command.Subcommands, arg)
	switch {
	case arg == "--":
		c.arguments = append(c.arguments, rest...)
		return nil
	case arg == "-h" || arg == "--help":
		c.help = true
	case strings.HasPrefix(arg, "-") && arg != "-":
		c.flags = append(c.flags, arg)
		if takesValue(app.Commands, arg) && len(rest) > 0 {
			c.flags = append(c.flags, rest[0])
			return rest[1:]
		}
	case sub != nil && len(c.arguments) == 0:
		c.command, c.path = sub, append(c.path, arg)
	default:
		c.arguments = append(c.arguments, arg)
	}
	return rest
}

// flagName is the name in -o, --output or --output=x.
func flagName(arg string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	return name
}

// takesValue reports whether a flag's value is the next argument. A name means
// the same on every command.
func takesValue(commands []*cli.Command, arg string) bool {
	if strings.Contains(arg, "=") {
		return false
	}
	for _, c := range commands {
		for _, f := range c.Flags {
			if _, isBool := f.(*cli.BoolFlag); !isBool && slices.Contains(f.Names(), flagName(arg)) {
				return true
			}
		}
		if takesValue(c.Subcommands, arg) {
			return true
		}
	}
	return false
}

func find(commands []*cli.Command, name string) *cli.Command {
	i := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.HasName(name) })
	if i < 0 {
		return nil
	}
	return commands[i]
}

// unknownFlag refuses a flag that the command does not have, with the nearest
// that it has.
func (c *call) unknownFlag(name string) error {
	known := []string{"help"}
	for _, f := range c.command.Flags {
		known = append(known, f.Names()...)
	}
	for i := 0; i < len(c.flags); i++ {
		flag := flagName(c.flags[i])
		if !slices.Contains(known, flag) {
			return usagef("'%s' has no flag %s%s", name, dashed(flag), meant(dashed(flag), dashedAll(known)))
		}
		if takesValue([]*cli.Command{c.command}, c.flags[i]) {
			i++
		}
	}
	return nil
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func dashedAll(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, dashed(n))
	}
	return out
}

// exactly returns a command's arguments, which must be as many as names.
func exactly(c *cli.Context, names ...string) ([]string, error) {
	given := c.Args().Slice()
	if len(given) > len(names) {
		return nil, usagef("unexpected argument %q: want %s", given[len(names)], wanted(names))
	}
	if len(given) < len(names) {
		return nil, usagef("%s is missing: want %s", names[len(given)], wanted(names))
	}
	return given, nil
}

func wanted(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, " ")
}

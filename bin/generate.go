package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/fixtures"
	"opdrift/pipeline/config"
)

// generateCommand is "opdrift fixtures generate DIR".
func (p *program) generateCommand() *cli.Command {
	def := fixtures.DefaultOptions()
	return &cli.Command{
		Name:      "generate",
		Usage:     "make a synthetic municipality with a known truth",
		ArgsUsage: "DIR",
		UsageText: `opdrift fixtures generate eksempelby
opdrift fixtures generate big --persons 500000 --municipalities 10 --years 11
opdrift fixtures generate stepped --switch usage_step=on --switch shock_sd=0`,
		Description: "Writes DIR/extracts, DIR/truth (what a run should arrive at) and DIR/opdrift.yaml. DIR must be new or empty. Switches:\n" + switchLines(),
		Flags: flags(
			&cli.IntFlag{Name: "persons", Value: def.Persons, Usage: "`N` inhabitants of each municipality"},
			&cli.IntFlag{Name: "years", Value: def.Years, Usage: "`N` complete years"},
			&cli.IntFlag{Name: "municipalities", Value: def.Municipalities, Usage: "`N` municipalities"},
			&cli.Uint64Flag{Name: "seed", Value: def.Seed, Usage: "`SEED` of every random stream"},
			&cli.IntFlag{Name: "continuations", Usage: "`N` futures drawn for truth/future.parquet; none by default"},
			&cli.StringSliceFlag{Name: "switch", Usage: "turn a mechanism on or off, as `NAME=VALUE`; may be given again"},
		),
		Action: func(c *cli.Context) error {
			given, err := exactly(c, "DIR")
			if err != nil {
				return err
			}
			opts := fixtures.Options{
				Persons: c.Int("persons"), Years: c.Int("years"), Municipalities: c.Int("municipalities"),
				Seed: c.Uint64("seed"), Continuations: c.Int("continuations"), Switches: map[string]string{},
			}
			for _, s := range c.StringSlice("switch") {
				name, value, ok := strings.Cut(s, "=")
				if !ok {
					return usagef("--switch is %q: want NAME=VALUE", s)
				}
				opts.Switches[name] = value
			}
			return p.generate(given[0], opts)
		},
	}
}

func (p *program) generate(dir string, opts fixtures.Options) error {
	sum, err := fixtures.Generate(dir, opts)
	if err != nil {
		return usageError{err}
	}
	own := "999"
	if opts.Municipalities > 1 {
		own = "901"
	}
	project := fmt.Sprintf(syntheticProject, own, sum.AsOf)
	if opts.Persons < fewPersons {
		project += villageLimit
	}
	if err := writeNew(filepath.Join(dir, config.File), []byte(project)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(p.stdout, "%s: %s to %s, %d persons\n", dir, sum.FirstDay, sum.AsOf, sum.Persons); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(sum.Rows)) {
		if _, err := fmt.Fprintf(p.stdout, "  %-24s %10d\n", name, sum.Rows[name]); err != nil {
			return err
		}
	}
	return nil
}

// syntheticProject is the configuration that makes generated extracts a project.
const syntheticProject = `name: Eksempelby
municipality: {value: %q, reason: "the first of the synthetic municipalities"}
as_of: {value: %s, reason: "the day on which the synthetic extracts were drawn"}
`

// fewPersons is below what the limit on the rest of a service was tried on.
const fewPersons = 3_000

const villageLimit = `reconciliation:
  limit: {value: off, reason: "with so few inhabitants one late posting decides what a service costs"}
`

func switchLines() string {
	var lines []string
	for _, s := range fixtures.Switches {
		lines = append(lines, fmt.Sprintf("  %-18s %s (default: %s)", s.Name, s.Meaning, s.Default))
	}
	return strings.Join(lines, "\n")
}

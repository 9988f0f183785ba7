package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/config"
)

// configCommand is "opdrift config --show|--schema".
func (p *program) configCommand() *cli.Command {
	return &cli.Command{
		Name:  "config",
		Usage: "print every setting with its value and where it comes from, or the schema",
		UsageText: `opdrift config --show
OPDRIFT_HORIZON=8 opdrift config --show -o csv
opdrift config --schema -o opdrift.schema.json`,
		Description: `--schema prints the JSON Schema of opdrift.yaml, which editors use to complete and check it; it needs no project.`,
		Flags: flags(outputFlag(),
			&cli.BoolFlag{Name: "show", Usage: "print every setting (what happens without a flag)"},
			&cli.BoolFlag{Name: "schema", Usage: "print the JSON Schema of opdrift.yaml"}),
		Action: func(c *cli.Context) error {
			if _, err := exactly(c); err != nil {
				return err
			}
			if _, err := p.log(c); err != nil {
				return err
			}
			if c.Bool("schema") {
				return p.printSchema(c)
			}
			cfg, err := p.project(c)
			if err != nil {
				return err
			}
			s, err := p.sink(c)
			if err != nil {
				return err
			}
			defer s.Close()
			type row struct {
				Setting string `col:"setting"`
				Origin  string `col:"origin"`
				Value   string `col:"value"` // can be long, so it stands here
				Reason  string `col:"reason,null"`
				About   string `col:"description"`
			}
			var rows []row
			for _, v := range cfg.Settings() {
				rows = append(rows, row{v.Path, v.Origin, v.Value, v.Reason, v.Description})
			}
			return show(c.Context, s, rows)
		},
	}
}

func (p *program) printSchema(c *cli.Context) error {
	if c.Bool("show") {
		return usagef("--show and --schema exclude each other: give one")
	}
	s, err := p.sink(c)
	if err != nil {
		return err
	}
	defer s.Close()
	if s.format != "json" && c.IsSet("output") {
		return usagef("--output is %q: a schema is printed as json, or to a file ending in .json", c.String("output"))
	}
	return s.write(func(w io.Writer) error {
		_, err := w.Write(config.Schema())
		return err
	})
}

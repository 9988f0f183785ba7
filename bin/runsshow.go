package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/config"
	"opdrift/pipeline/publish"
)

// runsShowCommand is "opdrift runs show RUN".
func (p *program) runsShowCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "show what a run read, wrote and took",
		ArgsUsage: "RUN|latest",
		UsageText: "opdrift runs show latest\nopdrift runs show 2025-06-30-0123456789ab -o json",
		Flags:     flags(outputFlag()),
		Action: p.onRuns(1, func(c *cli.Context, cfg config.Config, s *sink) error {
			m, results, err := publish.Show(cfg.Path(cfg.Publish.Folder), c.Args().First())
			if err != nil {
				return asMissing(err)
			}
			if s.format == "json" {
				return s.write(func(w io.Writer) error {
					return writeJSON(w, map[string]any{"manifest": m, "run_results": results})
				})
			}
			type row struct {
				Path   string `col:"path"`
				Rows   int64  `col:"rows"`
				Bytes  int64  `col:"bytes"`
				SHA256 string `col:"sha256"`
			}
			var rows []row
			for _, o := range m.Outputs {
				rows = append(rows, row{o.Path, o.Rows, o.Bytes, o.SHA256})
			}
			if s.format == "table" && s.file == "" {
				if err := writeRunFacts(p.stdout, m, results); err != nil {
					return err
				}
			}
			return show(c.Context, s, rows)
		}),
	}
}

func writeRunFacts(w io.Writer, m publish.Manifest, r publish.Results) error {
	var inputs []string
	for _, in := range m.Inputs {
		inputs = append(inputs, in.Name+" "+strconv.FormatInt(in.Rows, 10))
	}
	_, err := fmt.Fprintf(w, "run      %s\nas of    %s\ncompared %s\nseed     %d\nprogram  %s\nstarted  %s\nended    %s\ninputs   %s\n\n",
		m.RunID, m.AsOf, cmp.Or(m.ComparedRun, "none"), m.Seed, m.ToolVersion, r.Started, r.Ended, strings.Join(inputs, ", "))
	return err
}

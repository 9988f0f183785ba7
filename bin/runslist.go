package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/config"
	"opdrift/pipeline/publish"
)

// runsListCommand is "opdrift runs list".
func (p *program) runsListCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the published runs, oldest first",
		UsageText: "opdrift runs list\nopdrift runs list -o json",
		Flags:     flags(outputFlag()),
		Action: p.onRuns(0, func(c *cli.Context, cfg config.Config, s *sink) error {
			root := cfg.Path(cfg.Publish.Folder)
			runs, err := publish.List(root)
			if err != nil {
				return err
			}
			type row struct {
				ID      string `col:"run_id"`
				AsOf    string `col:"as_of"`
				Latest  bool   `col:"latest"`
				Tables  int64  `col:"tables"`
				Version string `col:"version,null"`
				Folder  string `col:"folder"`
				Problem string `col:"problem,null"`
			}
			var rows []row
			for _, r := range runs {
				out := row{ID: r.ID, AsOf: r.AsOf(), Latest: r.Latest, Folder: r.Dir}
				m, _, err := publish.Show(root, r.ID)
				if err != nil {
					out.Problem = err.Error()
				}
				out.Tables, out.Version = int64(len(m.Outputs)), m.ToolVersion
				rows = append(rows, out)
			}
			if len(rows) == 0 && s.format == "table" && s.file == "" {
				_, err := fmt.Fprintf(p.stdout, "no run has been published in %s\n", root)
				return err
			}
			return show(c.Context, s, rows)
		}),
	}
}

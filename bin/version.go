package main

import (
	"fmt"
	"io"
	"runtime"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/publish"
	"opdrift/pipeline/store"
)

// versionCommand is "opdrift version".
func (p *program) versionCommand() *cli.Command {
	return &cli.Command{
		Name:      "version",
		Usage:     "print the version of the program, its engine and its tables",
		UsageText: "opdrift version\nopdrift version -o json",
		Flags:     flags(outputFlag()),
		Action: func(c *cli.Context) error {
			if _, err := exactly(c); err != nil {
				return err
			}
			s, err := p.sink(c)
			if err != nil {
				return err
			}
			defer s.Close()
			if s.format == "table" {
				return s.write(func(w io.Writer) error {
					_, err := fmt.Fprintf(w, "opdrift %s, %s, %s %s/%s\n", version, store.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
					return err
				})
			}
			type row struct {
				Version  string `col:"version"`
				Engine   string `col:"engine"`
				Go       string `col:"go"`
				Platform string `col:"platform"`
				Schema   int64  `col:"schema_version"`
			}
			return show(c.Context, s, []row{{version, store.Version(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, publish.SchemaVersion}})
		},
	}
}

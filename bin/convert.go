package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/store"
)

// convertCommand is "opdrift fixtures convert SCRIPT.sql".
func (p *program) convertCommand() *cli.Command {
	return &cli.Command{
		Name:      "convert",
		Usage:     "turn published tables into extracts with a DuckDB script",
		ArgsUsage: "SCRIPT.sql",
		UsageText: "opdrift fixtures convert fixtures/england/convert.sql --source downloads -o extracts",
		Description: `Runs the statements of the script in order, with the variables source and target set to the two folders:
getvariable('source') || '/file.csv'. The script can read and write in these folders and nowhere else.`,
		Flags: flags(
			&cli.StringFlag{Name: "source", Usage: "the `DIR` of the files to read"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "the `DIR` to write to; made if it is not there"},
		),
		Action: func(c *cli.Context) error {
			given, err := exactly(c, "SCRIPT.sql")
			if err != nil {
				return err
			}
			for _, flag := range []string{"source", "output"} {
				if c.String(flag) == "" {
					return usagef("--%s is missing: want a folder", flag)
				}
			}
			script, err := os.ReadFile(given[0])
			if err != nil {
				return usageError{err}
			}
			source, target, err := convertFolders(c.String("source"), c.String("output"))
			if err != nil {
				return err
			}
			if err := store.Script(c.Context, store.Options{MemoryLimit: memoryLimit("", machineMemory("/"))}, string(script), source, target); err != nil {
				return fmt.Errorf("%s: %s", given[0], err.Error()) // the script is at fault, not the command line
			}
			return p.listFiles(target)
		},
	}
}

func convertFolders(from, to string) (source, target string, err error) {
	source, errSource := filepath.Abs(from)
	target, errTarget := filepath.Abs(to)
	if err := errors.Join(errSource, errTarget); err != nil {
		return "", "", err
	}
	if info, err := os.Stat(source); err != nil {
		return "", "", usagef("--source: %w", err)
	} else if !info.IsDir() {
		return "", "", usagef("--source is %s, which is no folder", source)
	}
	return source, target, os.MkdirAll(target, 0o700)
}

// listFiles prints the Parquet files of a folder.
func (p *program) listFiles(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := fmt.Fprintln(p.stdout, f); err != nil {
			return err
		}
	}
	return nil
}

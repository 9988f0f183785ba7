package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/config"
	"opdrift/pipeline/scenarios"
)

// initCommand is "opdrift init DIR".
func (p *program) initCommand() *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "make a new project: configuration, folder for the extracts, scenarios",
		ArgsUsage: "DIR",
		UsageText: "opdrift init eksempelby\nopdrift init /srv/opdrift/ballerup --name Ballerup",
		Description: `Makes DIR with opdrift.yaml (every setting with its meaning and default), extracts/ (put NAME.parquet there, see 'opdrift
contract'), scenarios/ (an example to start from) and .gitignore (extracts and results stay out of version control).
A folder that has anything in it is refused and left as it is.`,
		Flags: flags(&cli.StringFlag{Name: "name", Usage: "`NAME` of the municipality or project (default: the folder's)"}),
		Action: func(c *cli.Context) error {
			given, err := exactly(c, "DIR")
			if err != nil {
				return err
			}
			dir, err := filepath.Abs(given[0])
			if err != nil {
				return err
			}
			name := c.String("name")
			if !c.IsSet("name") {
				name = filepath.Base(dir)
			}
			if err := makeProject(dir, name); err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "%s is a new project. Put the extracts in %s ('opdrift contract' lists them), then run 'opdrift validate -p %s'.\n",
				given[0], filepath.Join(given[0], "extracts"), given[0])
			return err
		},
	}
}

const exampleScenario = "protect-most-valued"

const gitignore = `# Extracts and results hold data about persons.
/extracts/
/out/
`

// makeProject writes a project into a folder that is new or empty.
func makeProject(dir, name string) error {
	scenario, err := scenarios.Source(exampleScenario)
	if err != nil {
		return err
	}
	template := config.Template(name)
	if _, err := config.Read(dir, template, nil, nil, allowed()); err != nil {
		return usagef("--name %q cannot be a project's name: %w", name, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return usageError{err}
	}
	if len(entries) > 0 {
		return usagef("%s is not empty: give a new folder; nothing was changed", dir)
	}
	for _, folder := range []string{dir, filepath.Join(dir, "extracts"), filepath.Join(dir, "scenarios")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		name string
		text []byte
	}{
		{filepath.Join("scenarios", "example.yaml"), scenario},
		{".gitignore", []byte(gitignore)},
		{config.File, template}, // last: with it the folder is a project
	} {
		if err := writeNew(filepath.Join(dir, f.name), f.text); err != nil {
			return err
		}
	}
	return nil
}

// writeNew writes a file that must not be there.
func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

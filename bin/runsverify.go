package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/config"
	"opdrift/pipeline/publish"
)

// runsVerifyCommand is "opdrift runs verify".
func (p *program) runsVerifyCommand() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "check that runs are, byte for byte, what was published",
		ArgsUsage: "[RUN|latest]",
		UsageText: "opdrift runs verify\nopdrift runs verify 2025-06-30-0123456789ab\nopdrift runs verify --all -o json",
		Description: `Hashes every file again and checks the manifest and the audit chain. The exit status is 4 when anything differs. Without RUN
the latest is checked.`,
		Flags:  flags(outputFlag(), &cli.BoolFlag{Name: "all", Usage: "check every run"}),
		Action: p.onRuns(-1, verifyRuns),
	}
}

func verifyRuns(c *cli.Context, cfg config.Config, s *sink) error {
	root := cfg.Path(cfg.Publish.Folder)
	ids, err := runsToVerify(c, root)
	if err != nil {
		return asMissing(err)
	}
	type row struct {
		ID      string `col:"run_id"`
		Verdict string `col:"verdict"`
		Path    string `col:"path,null"`
		Problem string `col:"problem,null"`
	}
	var rows []row
	damaged := 0
	for _, id := range ids {
		problems, err := publish.VerifyRun(root, id)
		if err != nil {
			return asMissing(err)
		}
		if len(problems) == 0 {
			rows = append(rows, row{ID: id, Verdict: "intact"})
			continue
		}
		damaged++
		for _, problem := range problems {
			rows = append(rows, row{id, "damaged", problem.Path, problem.Text})
		}
	}
	if err := show(c.Context, s, rows); err != nil {
		return err
	}
	if damaged > 0 {
		return damagedError{fmt.Errorf("%d of %d runs in %s are not what was published: run again, which puts a damaged run aside", damaged, len(ids), root)}
	}
	return nil
}

func runsToVerify(c *cli.Context, root string) ([]string, error) {
	if !c.Bool("all") {
		id := c.Args().First()
		if id == "" {
			id = "latest"
		}
		run, err := publish.Find(root, id)
		return []string{run.ID}, err
	}
	if c.Args().Present() {
		return nil, usagef("--all and %q exclude each other: give one", c.Args().First())
	}
	runs, err := publish.List(root)
	var ids []string
	for _, r := range runs {
		ids = append(ids, r.ID)
	}
	return ids, err
}

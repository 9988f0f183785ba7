package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/contract"
)

// contractCommand is "opdrift contract [NAME]".
func (p *program) contractCommand() *cli.Command {
	return &cli.Command{
		Name:      "contract",
		Usage:     "list the extracts and what each must hold, or check a file",
		ArgsUsage: "[NAME]",
		UsageText: `opdrift contract
opdrift contract costs
opdrift contract check ledger-2024.parquet --as costs`,
		Description: `Without NAME, lists the extracts. With it, prints the extract's contract as YAML (Open Data Contract Standard 3.1).`,
		Flags:       flags(outputFlag()),
		Action: func(c *cli.Context) error {
			if _, err := p.log(c); err != nil {
				return err
			}
			if c.Args().Present() {
				return p.printContract(c)
			}
			return p.listContracts(c)
		},
		Subcommands: []*cli.Command{p.contractCheckCommand()},
	}
}

// printContract prints one contract as it is written.
func (p *program) printContract(c *cli.Context) error {
	given, err := exactly(c, "NAME")
	if err != nil {
		return err
	}
	if err := knownExtract(given[0]); err != nil {
		return err
	}
	if c.IsSet("output") {
		return usagef("--output is for the list of contracts: a contract is printed as YAML; write 'opdrift contract %s > %s.yaml'", given[0], given[0])
	}
	text, err := contract.YAML(given[0])
	if err != nil {
		return err
	}
	_, err = p.stdout.Write(text)
	return err
}

func knownExtract(name string) error {
	if slices.Contains(contract.Names(), name) {
		return nil
	}
	return usagef("there is no extract %q%s: want one of %s", name, meant(name, contract.Names()), strings.Join(contract.Names(), ", "))
}

func (p *program) listContracts(c *cli.Context) error {
	s, err := p.sink(c)
	if err != nil {
		return err
	}
	defer s.Close()
	type row struct {
		Name    string `col:"extract"`
		Columns int64  `col:"columns"`
		Version string `col:"version"`
		Row     string `col:"a_row_is"`
	}
	var rows []row
	for _, name := range contract.Names() {
		k, err := contract.Load(name)
		if err != nil {
			return err
		}
		rows = append(rows, row{name, int64(len(k.Columns)), k.Version, k.Row})
	}
	return show(c.Context, s, rows)
}

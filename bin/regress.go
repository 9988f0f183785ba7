package main

import (
	"errors"
	"io"
	"strconv"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
)

// regressCommand is `opdrift regress FILE "y ~ x1 + x2"`.
func (p *program) regressCommand() *cli.Command {
	return &cli.Command{
		Name:      "regress",
		Usage:     "explain a column of a table by others",
		ArgsUsage: "FILE FORMULA",
		UsageText: `opdrift regress councils.csv "cost ~ persons + rural"
opdrift regress councils.parquet "cost ~ persons - 1" -o json
opdrift regress councils.csv "cost ~ persons" --at persons=1200 --level 80
opdrift regress councils.csv "users ~ share_85" --family poisson --offset log_population`,
		Description: `FILE (.csv or .parquet) has numbers in the columns of the formula; other columns are not read. "- 1" takes the intercept away;
a name with spaces stands in backquotes. Families: gaussian (least squares) and, with logarithmic link, poisson (errors as if the
variance were the mean), quasipoisson (errors by the dispersion that was found) and negbin (negative binomial). Columns that follow from each other, that never change, that leave no degree of freedom or that hold no
number give a sentence and exit status 3, never numbers. Prints for each term estimate, standard error, t and p, and for all
R², residual standard deviation, condition of the scaled columns, rows n and degrees of freedom df; JSON has every digit.`,
		Flags: flags(outputFlag(),
			&cli.StringFlag{Name: "family", Value: "gaussian", Usage: "`NAME` gaussian, poisson, quasipoisson or negbin"},
			&cli.StringFlag{Name: "offset", Usage: "`COLUMN` added with coefficient 1; for counts a logarithm, such as log_population"},
			&cli.StringFlag{Name: "at", Usage: "predict a new row `x1=3,x2=4`, with the interval of --level"},
			&cli.StringFlag{Name: "level", Usage: "`PER CENT` of the prediction's interval (default: 95)"},
		),
		Action: func(c *cli.Context) (err error) {
			given, err := exactly(c, "FILE", "FORMULA")
			if err != nil {
				return err
			}
			log, err := p.log(c)
			if err != nil {
				return err
			}
			q := pipeline.RegressionRequest{
				File: given[0], Formula: given[1], Offset: c.String("offset"), Family: c.String("family"),
				At: c.String("at"), Level: 95, MemoryLimit: memoryLimit("", machineMemory("/")),
			}
			if c.IsSet("level") {
				if q.Level, err = strconv.ParseFloat(c.String("level"), 64); err != nil {
					return usagef("--level is %q: want per cent, such as 95", c.String("level"))
				}
			}
			s, err := p.sink(c)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			if q.At != "" && s.format != "table" && s.format != "json" {
				return usagef("--at is printed as table or json: %s has a row for each term and no place for it", s.format)
			}
			r, err := pipeline.RegressFile(c.Context, q)
			if err != nil {
				return err
			}
			for _, sentence := range r.Warnings {
				log.Warn(sentence)
			}
			return printRegression(c, s, r)
		},
	}
}

func printRegression(c *cli.Context, s *sink, r pipeline.Regression) error {
	switch s.format {
	case "json":
		return s.write(func(w io.Writer) error { return writeJSON(w, r) })
	case "table":
		return s.write(func(w io.Writer) error { return writeRegression(w, r) })
	}
	type row struct {
		Name     string  `col:"name"`
		Estimate float64 `col:"estimate"`
		StdError float64 `col:"std_error"`
		T        float64 `col:"t"`
		P        float64 `col:"p"`
	}
	var rows []row
	for _, t := range r.Terms {
		rows = append(rows, row{t.Name, float64(t.Estimate), float64(t.StdError), float64(t.T), float64(t.P)})
	}
	return show(c.Context, s, rows)
}

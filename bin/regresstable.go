package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"opdrift/forecasts/regress"
	"opdrift/pipeline"
	"opdrift/pipeline/store"
)

// writeRegression lays a fit out for reading, six digits a number.
func writeRegression(w io.Writer, r pipeline.Regression) error {
	columns := []store.AnswerColumn{{Name: "term"}}
	for _, name := range []string{"estimate", "std. error", "t", "p"} {
		columns = append(columns, store.AnswerColumn{Name: name, Kind: store.Double})
	}
	e := newTable(w, columns, 0)
	for _, t := range r.Terms {
		e.add([]string{t.Name, digits(t.Estimate), digits(t.StdError), digits(t.T), digits(t.P)})
	}
	if err := e.Close(); err != nil {
		return err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "\nn %d, df %s, R² %s, residual sd %s, condition %s\n",
		r.N, digits(r.DF), digits(r.R2), digits(r.ResidualSD), digits(r.Condition))
	if r.Family != "" {
		fmt.Fprintf(&out, "family %s, dispersion %s", r.Family, digits(*r.Dispersion))
		if r.Alpha != nil {
			fmt.Fprintf(&out, ", alpha %s", digits(*r.Alpha))
		}
		out.WriteString("\n")
	}
	if p := r.Prediction; p != nil {
		fmt.Fprintf(&out, "prediction %s, %s to %s with probability %s\n", digits(p.Mean), digits(p.Lower), digits(p.Upper), digits(p.Level))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// digits writes a number for reading.
func digits(v regress.Number) string { return strconv.FormatFloat(float64(v), 'g', 6, 64) }

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"opdrift/forecasts/regress"
)

// A RegressionRequest says what to regress on what.
type RegressionRequest struct {
	File        string
	Formula     string  // "y ~ x1 + x2 - 1"
	Offset      string  // column; "" for none
	Family      string  // gaussian, poisson, quasipoisson or negbin; "" is gaussian
	At          string  // "x1=3,x2=4": where to predict; "" for nowhere
	Level       float64 // of the prediction's interval, per cent
	MemoryLimit string  // of the engine that reads Parquet
}

// A Regression is a fit as the command prints it.
type Regression struct {
	regress.Report
	Prediction *regress.Prediction `json:"prediction,omitempty"`
	Warnings   []string            `json:"-"` // sentences to show beside it
}

// askedFamilies are the families that the command offers.
var askedFamilies = []string{"gaussian", "poisson", "quasipoisson", "negbin"}

// RegressFile fits the formula on a file's columns; see [regress.Estimate] for what
// it computes and what it refuses. Only columns of the formula and the offset are
// read, and each of their cells must be a number. With one or two degrees of freedom
// it fits and warns; with none it refuses.
func RegressFile(ctx context.Context, q RegressionRequest) (Regression, error) {
	r, err := q.parse()
	if err != nil {
		return Regression{}, err
	}
	table, err := q.table(ctx, r)
	if err != nil {
		return Regression{}, err
	}
	fit, err := r.Run(table)
	if err != nil {
		return Regression{}, q.fault(err)
	}
	out := Regression{Report: fit.Report(), Warnings: fit.Warn}
	if q.At == "" {
		return out, nil
	}
	x0, offset, err := r.Point(q.At)
	if err != nil {
		return Regression{}, q.fault(err)
	}
	p := fit.At(x0, offset, q.Level/100)
	if mean := float64(p.Mean); math.IsInf(mean, 0) || math.IsNaN(mean) {
		return Regression{}, requestErrorf("--at %s: the prediction is no finite number: stay nearer to the rows", q.At)
	}
	out.Prediction = &p
	return out, nil
}

// parse reads what does not need the file.
func (q RegressionRequest) parse() (regress.Request, error) {
	var r regress.Request
	formula, err := regress.ParseFormula(q.Formula)
	if err != nil {
		return r, &RequestError{err}
	}
	if q.Family != "" && !slices.Contains(askedFamilies, q.Family) {
		return r, requestErrorf("family is %q: want %s", q.Family, strings.Join(askedFamilies, ", "))
	}
	if !(q.Level >= 1 && q.Level <= 99.9) {
		return r, requestErrorf("level is %v %%: want 1 to 99.9", q.Level)
	}
	r = regress.Request{Formula: formula, Offset: q.Offset}
	r.Options.Family, r.Options.MinDF = regress.Family(q.Family), regress.AdHocMinDF
	if q.At != "" {
		if _, _, err := r.Point(q.At); err != nil { // before a large file is read
			return r, &RequestError{fmt.Errorf("--at: %w", err)}
		}
	}
	return r, nil
}

// table reads the columns that the request names.
func (q RegressionRequest) table(ctx context.Context, r regress.Request) (regress.Table, error) {
	t := regress.Table{Names: append([]string{r.Formula.Response}, r.Formula.Terms...)}
	if q.Offset != "" && !slices.Contains(t.Names, q.Offset) {
		t.Names = append(t.Names, q.Offset)
	}
	t.Columns = make([][]float64, len(t.Names))
	var faults rowFaults
	reader := dataReader{file: q.File, memoryLimit: q.MemoryLimit}
	reader.pick = func(names []string) ([]int, error) { return pickNamed(q.File, t.Names, names) }
	reader.row = func(n int, cells []dataCell) error {
		for i, c := range cells {
			v, fault := c.value()
			if fault == "" {
				fault = misfit(r, t.Names[i], v)
			}
			if fault != "" {
				faults.add(n, "%s %s; leave the row out or mend it", t.Names[i], fault)
			}
			t.Columns[i] = append(t.Columns[i], v)
		}
		return nil
	}
	if err := reader.read(ctx); err != nil {
		return t, err
	}
	if err := faults.err(q.File); err != nil {
		return t, err
	}
	return t, constant(q.File, r, t.Columns[0])
}

// constant refuses a response that never changes: its standard error would be 0, and a
// statistic infinite or no number.
func constant(file string, r regress.Request, y []float64) error {
	if len(y) < 2 || slices.ContainsFunc(y, func(v float64) bool { return v != y[0] }) {
		return nil
	}
	return dataErrorf(file, "%s has the same value in all %d rows: there is nothing to explain", r.Formula.Response, len(y))
}

// misfit says what is wrong with a number in its column. Package regress says it
// too, but with the number, which may be a person's.
func misfit(r regress.Request, column string, v float64) string {
	counts := r.Options.Family != "" && r.Options.Family != regress.Gaussian
	switch {
	case counts && column == r.Formula.Response && v < 0:
		return "is below 0, and family " + string(r.Options.Family) + " needs 0 or more"
	case counts && column == r.Offset && math.Abs(v) > 300:
		return "is beyond 300, and an offset is a logarithm: give log of the population, not the population"
	}
	return ""
}

// pickNamed finds columns by name.
func pickNamed(file string, wanted, there []string) ([]int, error) {
	var places []int
	for _, name := range wanted {
		i := slices.Index(there, name)
		if i < 0 {
			return nil, requestErrorf("%s has no column %q: it has %s", file, name, listed(there))
		}
		if slices.Contains(there[i+1:], name) {
			return nil, dataErrorf(file, "the column %s is there twice: rename one", name)
		}
		places = append(places, i)
	}
	return places, nil
}

// listed names the first columns of a file.
func listed(names []string) string {
	const most = 20
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// fault gives an error of package regress its exit status: what is wrong with the
// question, or with the data.
func (q RegressionRequest) fault(err error) error {
	if errors.Is(err, regress.ErrFormula) || errors.Is(err, regress.ErrOption) {
		return &RequestError{err}
	}
	return &DataError{File: q.File, Faults: []string{err.Error()}}
}

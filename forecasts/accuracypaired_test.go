package forecasts

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// A pairedDifference is the mean over series of ours less R's, its standard error, the
// middle 95 % of its bootstrap over series, and on how many series ours is the lower.
type pairedDifference struct {
	mean, se, lo, hi float64
	lower, series    int
}

func newPairedDifference(ours, others []float64) pairedDifference {
	n := len(ours)
	rows := make([][]float64, n)
	d := pairedDifference{series: n}
	for i := range ours {
		rows[i] = []float64{ours[i], others[i]}
		if ours[i] < others[i] {
			d.lower++
		}
	}
	d.mean, d.se = paired(rows, 0, 1)
	var means []float64
	for _, places := range resample("accuracy", n) {
		var of average
		for _, k := range places {
			of.add(ours[k] - others[k])
		}
		means = append(means, of.mean())
	}
	slices.Sort(means)
	d.lo, d.hi = means[tail], means[len(means)-1-tail]
	return d
}

func (d pairedDifference) String() string {
	return fmt.Sprintf("%+.3f ± %.3f (%+.3f to %+.3f, lower on %d of %d)", d.mean, d.se, d.lo, d.hi, d.lower, d.series)
}

// printPaired prints the differences to the mean of R's three, series by series. OWA
// adds up over series once the benchmark's means are taken as they are.
func printPaired(set string, ours, others *accuracyTable) {
	column := func(a *accuracyTable, of func(s seriesScore) float64) []float64 {
		var out []float64
		for _, s := range a.scores {
			out = append(out, of(s))
		}
		return out
	}
	for _, measure := range []struct {
		name string
		of   func(s seriesScore) float64
	}{
		{"MASE", func(s seriesScore) float64 { return s.mase }},
		{"OWA", func(s seriesScore) float64 {
			return (s.mase/ours.benchMASE.mean() + s.smape/ours.benchSMAPE.mean()) / 2
		}},
		{"MSIS95", func(s seriesScore) float64 { return s.msis }},
	} {
		d := newPairedDifference(column(ours, measure.of), column(others, measure.of))
		fmt.Printf("%-18s ours less R comb3      %-6s %v\n", set, measure.name, d)
	}
}

// ofR scores a method of R, whose forecasts are given series by series, on the series
// that are wanted.
func (spec accuracySpec) ofR(t *testing.T, rows [][]string, method string, wanted sample, train Panel, test map[string][]float64, benchmark [][]float64) *accuracyTable {
	t.Helper()
	means, quantiles := make(map[string][]float64), make(map[string][]Quantiles)
	for _, row := range rows {
		if row[1] != method {
			continue
		}
		means[row[0]] = append(means[row[0]], number(t, row[3]))
		quantiles[row[0]] = append(quantiles[row[0]], Quantiles{
			P10: number(t, row[4]), P90: number(t, row[5]), P025: number(t, row[6]), P975: number(t, row[7]),
		})
	}
	got := newTable()
	for i, s := range train.Series {
		if wanted.holds(i) {
			got.add(train, i, test[s.Key], means[s.Key], quantiles[s.Key], benchmark[i])
		}
	}
	return got
}

// TestComb3: R's forecasts, series by series, have the published MASE, sMAPE and MSIS95.
func TestComb3(t *testing.T) {
	for _, spec := range accuracySpecs {
		if spec.bySeries == "" {
			continue
		}
		train, test := competition(t, spec.file)
		got := spec.ofR(t, table(t, spec.bySeries), "comb3", spec.sample, train, test, naiveTwo(t, train, spec.horizon))
		for _, row := range table(t, "r_reference_results.csv") {
			if row[0] != spec.dataset || row[1] != spec.period || row[2] != "comb3" {
				continue
			}
			for _, m := range []struct {
				name, want string
				got        float64
			}{{"MASE", row[5], got.mase.mean()}, {"sMAPE", row[4], got.smape.mean()}, {"MSIS95", row[10], got.msis.mean()}} {
				if math.Abs(m.got-number(t, m.want)) > 6e-5 {
					t.Errorf("%s: %s %.5f, R has %s", spec.name, m.name, m.got, m.want)
				}
			}
		}
	}
}

// TestPairedDifference: of 1, 2, 3, 4 and 5 less 2 the mean is 1 and the standard error
// sqrt(10/4/5) = .707107.
func TestPairedDifference(t *testing.T) {
	d := newPairedDifference([]float64{1, 2, 3, 4, 5}, flat(2, 5))
	if math.Abs(d.mean-1) > 1e-12 || math.Abs(d.se-.707107) > 1e-6 || d.lower != 1 || d.series != 5 {
		t.Errorf("%+v, want 1 ± .707107, lower on 1 of 5", d)
	}
	if d.lo < -.6 || d.lo > 0 || d.hi < 2 || d.hi > 2.6 {
		t.Errorf("bootstrap from %v to %v, want about −.2 to 2.2", d.lo, d.hi)
	}
}

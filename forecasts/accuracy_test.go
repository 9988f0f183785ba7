package forecasts

import (
	"context"
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

var (
	accuracy     = flag.Bool("accuracy", false, "print forecast accuracy on public competition data, beside R's")
	accuracyPart = flag.String("accuracy-part", "test", "test: the held-out part; train: the end of the training part, to try a rule without looking")
	accuracyBack = flag.Float64("accuracy-back", 1, "with train: how many horizons before the end of the training part the forecast is made")
	accuracyR    = flag.String("accuracy-r", "", "run R's methods on all series too, and keep their forecasts in this folder; needs Rscript with the package forecast")
	accuracySet  = flag.String("accuracy-set", "", "only sets whose name holds this")
)

// An accuracySpec is one set.
type accuracySpec struct {
	name, file      string
	dataset, period string // in r_reference_results.csv
	horizon         int
	sample          sample // the series that R was run on
	bySeries        string // R's forecasts series by series; "" where they are not published
}

// A sample is every step-th series from place first on. The published results do not
// say which; these are the only such samples whose seasonal naive forecast has the
// published MASE and sMAPE to the last digit, which TestSamples checks.
type sample struct{ first, step int }

var every = sample{0, 1}

func (s sample) holds(i int) bool { return i%s.step == s.first }

var accuracySpecs = []accuracySpec{
	{"M1 yearly", "m1_yearly.csv", "m1", "YEARLY", 6, every, "r_forecasts_m1_YEARLY.csv.gz"},
	{"M1 quarterly", "m1_quarterly.csv", "m1", "QUARTERLY", 8, sample{0, 2}, "r_forecasts_m1_QUARTERLY.csv.gz"},
	{"M1 monthly", "m1_monthly.csv", "m1", "MONTHLY", 18, sample{3, 10}, ""},
	{"tourism yearly", "tourism_yearly.csv", "tourism", "YEARLY", 4, every, "r_forecasts_tourism_YEARLY.csv.gz"},
	{"tourism quarterly", "tourism_quarterly.csv", "tourism", "QUARTERLY", 8, sample{1, 4}, ""},
	{"tourism monthly", "tourism_monthly.csv.gz", "tourism", "MONTHLY", 24, sample{5, 12}, ""},
}

// TestAccuracy prints, for each set, one line of ours for all series, one for the
// series that R did, R's on these and, where R's series are known one by one, the
// difference to the mean of R's three with its noise. The rule is that of Forecast with defaults.
func TestAccuracy(t *testing.T) {
	if !*accuracy {
		t.Skip("prints a table, with -accuracy; 'make bench-accuracy' runs it")
	}
	fmt.Printf("%-18s %-22s %6s %7s %7s %7s %8s %8s %8s %7s  %s\n", "set", "method", "series", "MASE", "sMAPE", "OWA", "MSIS95", "cover95", "cover80", "cpu s", "choice")
	for _, spec := range accuracySpecs {
		if strings.Contains(spec.name, *accuracySet) {
			t.Run(spec.name, func(t *testing.T) { spec.run(t) })
		}
	}
	if strings.Contains("residential", *accuracySet) {
		t.Run("residential", residential)
	}
}

// TestSamples checks the samples, and our measures, against R's seasonal naive.
func TestSamples(t *testing.T) {
	for _, spec := range accuracySpecs {
		train, test := competition(t, spec.file)
		m := seasonalNaive
		if train.Frequency == 1 {
			m = naive
		}
		paths, err := m.Fit(train, spec.horizon)
		if err != nil {
			t.Fatal(err)
		}
		got := newTable()
		for i, s := range train.Series {
			if spec.sample.holds(i) {
				got.add(train, i, test[s.Key], paths[i].Mean, nil, paths[i].Mean)
			}
		}
		for _, row := range table(t, "r_reference_results.csv") {
			if row[0] != spec.dataset || row[1] != spec.period || row[2] != "snaive" {
				continue
			}
			if math.Abs(got.mase.mean()-number(t, row[5])) > 6e-5 || math.Abs(got.smape.mean()-number(t, row[4])) > 6e-5 {
				t.Errorf("%s: MASE %.4f, sMAPE %.4f; R has %s and %s", spec.name, got.mase.mean(), got.smape.mean(), row[5], row[4])
			}
		}
	}
}

func (spec accuracySpec) run(t *testing.T) {
	train, test := competition(t, spec.file)
	if *accuracyPart == "train" {
		train, test = holdBack(train, int(*accuracyBack*float64(spec.horizon)), spec.horizon)
	}
	before := cpuSeconds()
	r, err := Forecast(context.Background(), train, Options{Horizon: spec.horizon})
	if err != nil {
		t.Fatal(err)
	}
	seconds := cpuSeconds() - before
	benchmark := naiveTwo(t, train, spec.horizon)
	all, sample := newTable(), newTable()
	for i, f := range r.Series {
		all.add(train, i, test[f.Key], f.Mean, f.Quantiles, benchmark[i])
		if spec.sample.holds(i) {
			sample.add(train, i, test[f.Key], f.Mean, f.Quantiles, benchmark[i])
		}
	}
	all.print(spec.name, "opdrift, all", seconds, r.Choices[0].Model)
	var rows [][]string // R's, series by series
	if *accuracyR != "" {
		rows = spec.runR(t, train)
		for _, method := range []string{"ets", "auto.arima", "thetaf", "comb3"} {
			spec.ofR(t, rows, method, every, train, test, benchmark).print(spec.name, "R "+method+", all", math.NaN(), "")
		}
		printPaired(spec.name+", all", all, spec.ofR(t, rows, "comb3", every, train, test, benchmark))
	}
	if *accuracyPart == "train" {
		spec.eachModel(t, train, test, benchmark)
		return
	}
	sample.print(spec.name, "opdrift, R's series", math.NaN(), "")
	spec.printR(t)
	if spec.bySeries != "" {
		rows = table(t, spec.bySeries) // as published
	}
	if rows != nil {
		printPaired(spec.name, sample, spec.ofR(t, rows, "comb3", spec.sample, train, test, benchmark))
	}
}

// eachModel prints what every model alone would have scored.
func (spec accuracySpec) eachModel(t *testing.T, train Panel, test map[string][]float64, benchmark [][]float64) {
	paths, err := fitPool(context.Background(), train, Models, spec.horizon)
	if err != nil {
		t.Fatal(err)
	}
	for m, model := range Models {
		line := newTable()
		for i, s := range train.Series {
			mean := paths[m][i].Mean
			if mean == nil {
				mean = paths[0][i].Mean
			}
			line.add(train, i, test[s.Key], mean, nil, benchmark[i])
		}
		line.print(spec.name, "  "+model.Name(), math.NaN(), "")
	}
}

// printR prints R's best by MASE and by interval score, theta, and the mean of three.
func (spec accuracySpec) printR(t *testing.T) {
	var best, tightest []string
	for _, row := range table(t, "r_reference_results.csv") {
		if row[0] != spec.dataset || row[1] != spec.period {
			continue
		}
		if row[2] == "comb3" || row[2] == "thetaf" {
			printRowOfR(t, spec.name, "R "+row[2], row)
		}
		if best == nil || number(t, row[5]) < number(t, best[5]) {
			best = row
		}
		if tightest == nil || number(t, row[10]) < number(t, tightest[10]) {
			tightest = row
		}
	}
	printRowOfR(t, spec.name, "R least MASE", best)
	printRowOfR(t, spec.name, "R least MSIS95", tightest)
}

func printRowOfR(t *testing.T, set, method string, row []string) {
	fmt.Printf("%-18s %-22s %6s %7.4f %7.3f %7.4f %8.3f %8.2f %8s %7s  %s\n", set, method, row[3],
		number(t, row[5]), number(t, row[4]), number(t, row[7]), number(t, row[10]), number(t, row[12]), "", "", row[2])
}

// holdBack cuts the last values off the training part, for series that keep enough to be
// forecast, and holds the forecast against the first horizon of them.
func holdBack(train Panel, back, horizon int) (Panel, map[string][]float64) {
	cut, test := Panel{Frequency: train.Frequency}, make(map[string][]float64)
	for _, s := range train.Series {
		n := len(s.Values) - back
		if n < leastTraining(train.Frequency) {
			continue
		}
		test[s.Key] = s.Values[n : n+min(back, horizon)]
		s.Values = s.Values[:n:n]
		s.First = 1 - n
		cut.Series = append(cut.Series, s)
	}
	return cut, test
}

// residential prints how the councils' own residential care, weeks a year, is forecast
// three years ahead, and naive beside it.
func residential(t *testing.T) {
	ours, plain, seconds, choice := councilsScored(t)
	ours.print("residential weeks", "opdrift, all", seconds, choice)
	plain.print("residential weeks", "naive", math.NaN(), "")
}

func councilsScored(t *testing.T) (ours, plain *accuracyTable, seconds float64, choice string) {
	t.Helper()
	const horizon = 3
	train, test := councils(t)
	if *accuracyPart == "train" {
		train, test = train.At(2016), map[string][]float64{}
		full, _ := councils(t)
		for _, s := range full.Series {
			test[s.Key] = []float64{s.at(2017), s.at(2018), s.at(2019)}
		}
	}
	before := cpuSeconds()
	r := forecast(t, train, Options{Horizon: horizon})
	seconds = cpuSeconds() - before
	benchmark := naiveTwo(t, train, horizon)
	ours, plain = newTable(), newTable()
	for i, f := range r.Series {
		ours.add(train, i, test[f.Key], f.Mean, f.Quantiles, benchmark[i])
		plain.add(train, i, test[f.Key], benchmark[i], nil, benchmark[i])
	}
	return ours, plain, seconds, r.Choices[0].Model
}

// councils reads the weeks by calendar year; years without a row are missing.
func councils(t *testing.T) (train Panel, test map[string][]float64) {
	t.Helper()
	train.Frequency, test = 1, make(map[string][]float64)
	index := make(map[string]int)
	for _, row := range tableAt(t, "england", "residential_weeks_inhouse_yearly.csv") {
		year, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		value := math.NaN()
		if row[2] != "" {
			value = number(t, row[2])
		}
		i, ok := index[row[0]]
		if !ok {
			i = len(train.Series)
			index[row[0]] = i
			train.Series = append(train.Series, Series{Key: row[0], First: year, NonNegative: true})
		}
		if row[3] == "test" {
			test[row[0]] = append(test[row[0]], value)
			continue
		}
		s := &train.Series[i]
		for s.First+len(s.Values) < year {
			s.Values = append(s.Values, math.NaN())
		}
		s.Values = append(s.Values, value)
	}
	return train, test
}

// cpuSeconds is the processor time of this process so far.
func cpuSeconds() float64 {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return math.NaN()
	}
	return float64(use.Utime.Nano()+use.Stime.Nano()) / 1e9
}

// naiveTwo is the benchmark of OWA: naive for yearly series, else naive on seasonally
// adjusted values.
func naiveTwo(t *testing.T, p Panel, horizon int) [][]float64 {
	t.Helper()
	m := naive2
	if p.Frequency == 1 {
		m = naive
	}
	paths, err := m.Fit(p, horizon)
	if err != nil {
		t.Fatal(err)
	}
	return means(paths)
}

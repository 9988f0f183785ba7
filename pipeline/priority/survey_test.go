package priority

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// dataDir is the folder of public test data; tests that need it skip without.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("OPDRIFT_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no test data at %s: set OPDRIFT_DATA", dir)
	}
	return dir
}

func readCSV(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(dataDir(t), "priority", "survey", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = r[i]
		}
		out = append(out, m)
	}
	return out
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v ± %v", what, got, want, tolerance)
	}
}

// levels numbers the words of a column and looks up their population.
func levels(rows []map[string]string, name string, population map[string]float64) target {
	t := target{name: name, level: make([]int, len(rows))}
	at, total := map[string]int{}, 0.0
	for _, l := range sortedKeys(population) {
		at[l] = len(t.share)
		t.share = append(t.share, population[l])
		total += population[l]
	}
	for l := range t.share {
		t.share[l] /= total
	}
	for i, r := range rows {
		t.level[i] = at[r[name]]
	}
	return t
}

// R's package survey on its own data (expected.json there): raked mean of api00
// 641.23 with standard error 23.7036, weights by cell, Kish's effective size.
func TestRakingAsPublished(t *testing.T) {
	rows := readCSV(t, "apiclus1_rake.csv")
	targets := []target{
		levels(rows, "stype", map[string]float64{"E": 4421, "H": 755, "M": 1018}),
		levels(rows, "sch.wide", map[string]float64{"No": 1072, "Yes": 5122}),
	}
	n := len(rows)
	w, y, enroll := make([]float64, n), make([]float64, n), make([]float64, n)
	d := design{stratum: make([]int, n), unit: make([]int, n)}
	clusters := map[string]int{}
	for i, r := range rows {
		w[i], y[i], enroll[i] = number(t, r["base_weight"]), number(t, r["api00"]), number(t, r["enroll"])
		if _, ok := clusters[r["dnum"]]; !ok {
			clusters[r["dnum"]] = len(clusters)
		}
		d.unit[i] = clusters[r["dnum"]]
	}
	d.fraction = []float64{float64(len(clusters)) / 757}
	_, trimmed, _, converged := weighting(w, targets)
	if !converged || trimmed != 0 {
		t.Fatalf("converged %v, trimmed %v", converged, trimmed)
	}
	total := 0.0
	for i, r := range rows {
		near(t, "weight of "+r["cds"], w[i], number(t, r["raked_weight"]), 1e-3) // R stops at 1e-3 or so
		total += w[i] * enroll[i]
	}
	mean, se := weightedMean(y, w, d, targets)
	near(t, "mean", mean, 641.23, 0.005)
	near(t, "standard error", se, 23.703616887929, 0.01)
	near(t, "total", total, 3647280, 60)
	_, neff := kish(w)
	near(t, "n_eff", neff, 174.0112, 0.01)
}

// The stratified sample: overall with and without correction for the share
// drawn, and by subpopulation (expected.json, R survey).
func TestStratifiedErrors(t *testing.T) {
	rows := readCSV(t, "apistrat.csv")
	n := len(rows)
	w, y := make([]float64, n), make([]float64, n)
	d := design{stratum: make([]int, n), fraction: make([]float64, 3)}
	drawn := []float64{0, 0, 0}
	for i, r := range rows {
		h := map[string]int{"E": 0, "H": 1, "M": 2}[r["stype"]]
		w[i], y[i], d.stratum[i] = number(t, r["pw"]), number(t, r["api00"]), h
		drawn[h]++
		d.fraction[h] = number(t, r["fpc"])
	}
	for h := range drawn {
		d.fraction[h] = drawn[h] / d.fraction[h]
	}
	mean, se := weightedMean(y, w, d, nil)
	near(t, "mean", mean, 662.29, 0.005)
	near(t, "standard error", se, 9.4089, 0.0001)
	for _, award := range []struct {
		level    string
		mean, se float64
	}{{"No", 633.734911659, 15.334770976}, {"Yes", 678.422405614, 11.8566309874}} {
		part := make([]float64, n)
		for i, r := range rows {
			part[i] = math.NaN()
			if r["awards"] == award.level {
				part[i] = y[i]
			}
		}
		mean, se := weightedMean(part, w, d, nil)
		near(t, "mean of "+award.level, mean, award.mean, 1e-4)
		near(t, "standard error of "+award.level, se, award.se, 1e-4)
	}
	d.fraction = make([]float64, 3)
	_, se = weightedMean(y, w, d, nil)
	near(t, "standard error without correction", se, 9.53613229692516, 1e-4)
}

func TestIPFOfNothingKnown(t *testing.T) {
	w := []float64{1, 2, 3}
	_, worst, ok := rake(w, []target{{name: "age", level: []int{-1, -1, -1}, share: []float64{.5, .5}}})
	if !ok || len(worst) > 0 || w[2] != 3 {
		t.Errorf("weights %v, %v %v: want them left alone", w, worst, ok)
	}
}

type ascof struct {
	Examples []struct {
		Levels []*int
		Score  *float64
	}
}

func TestASCOF1A(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(dataDir(t), "priority", "survey", "ascof_1a_scoring.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file ascof
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for _, e := range file.Examples {
		in := make([]int, len(e.Levels))
		for i, l := range e.Levels {
			if l != nil {
				in[i] = *l
			}
		}
		got, ok := ASCOF1A(in)
		if (e.Score != nil) != ok || ok && float64(got) != *e.Score {
			t.Errorf("%v scores %v %v, want %v", in, got, ok, e.Score)
		}
	}
}

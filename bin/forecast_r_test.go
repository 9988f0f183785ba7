package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestForecastLikeR: the 518 yearly series of the tourism competition, from a file
// and back through the command, are those that R's forecast 8.20 continues, series
// by series to 1e-3. R's optimiser stops short on a few for theta (package forecasts
// shows which of the two is the lower sum of squares). Each series is forecast from
// its own end: they end in seven different years.
func TestForecastLikeR(t *testing.T) {
	if testing.Short() {
		t.Skip("a backtest of 518 series, twice")
	}
	file := competition(t)
	for model, tt := range map[string]struct {
		method string
		share  float64 // of the series that may differ
	}{"naive": {"naive", 0}, "theta": {"thetaf", 0.035}} {
		want := byR(t, tt.method)
		var out, errs bytes.Buffer
		args := []string{"opdrift", "forecast", file, "--model", model, "--horizon", "4", "-o", "csv", "-q"}
		if code := run(context.Background(), args, nil, &out, &errs, nil, time.Now); code != 0 {
			t.Fatalf("%s: exit status %d: %s", model, code, &errs)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 1+4*518 {
			t.Fatalf("%s: %d rows, want 4 for each of 518 series and a header", model, len(rows))
		}
		off := map[string]bool{}
		for _, row := range rows[1:] {
			w := want[row[0]+"/"+row[2]]
			if got := parse(t, row[4]); row[3] != model || math.Abs(got-w) > 1e-3*math.Abs(w) {
				off[row[0]] = true
			}
		}
		if len(want) != 4*518 || float64(len(off)) > tt.share*518 {
			t.Errorf("%s: %d of 518 series are not R's", model, len(off))
		}
	}
}

// competition writes the training part of the tourism series as the command wants
// it.
func competition(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(publicData(t, "forecasting", "tourism_yearly.csv"))
	if err != nil {
		t.Fatal(err)
	}
	out := "series,period,value\n"
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if row, ok := strings.CutSuffix(strings.TrimSpace(line), ",train"); ok {
			b.WriteString(row + "\n")
		}
	}
	file := filepath.Join(t.TempDir(), "tourism.csv")
	if err := os.WriteFile(file, []byte(out+b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// byR reads R's points by series and step.
func byR(t *testing.T, method string) map[string]float64 {
	t.Helper()
	f, err := os.Open(publicData(t, "forecasting", "r_forecasts_tourism_YEARLY.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(unzipped).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, row := range rows {
		if row[1] == method {
			out[row[0]+"/"+row[2]] = parse(t, row[3])
		}
	}
	return out
}

// TestQuantilesInOrder: added levels stand between the published ones that they lie
// between, at every step of every series, and another seed changes neither points
// nor published quantiles.
func TestQuantilesInOrder(t *testing.T) {
	var b strings.Builder
	b.WriteString("series,period,value\n")
	for s, line := 'a', 0; s < 'i'; s++ {
		for year := '0'; year <= '9'; year++ {
			line = (line*37 + 11) % 101
			b.WriteString(string(s) + ",200" + string(year) + "," + strings.Repeat("1", 1+line%3) + "\n")
		}
	}
	file := filepath.Join(t.TempDir(), "steps.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	read := func(args ...string) [][]string {
		var out, errs bytes.Buffer
		args = append([]string{"opdrift", "forecast", file, "--model", "naive", "--horizon", "3", "-o", "csv", "-q"}, args...)
		if code := run(context.Background(), args, nil, &out, &errs, nil, time.Now); code != 0 {
			t.Fatalf("exit status %d: %s", code, &errs)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	rows, plain := read("--level", "90,60"), read("--seed", "7")
	// p2_5 p5 p10 p20 p25 p50 p75 p80 p90 p95 p97_5
	order := []int{5, 12, 6, 13, 7, 8, 9, 14, 10, 15, 11}
	if want := []string{"p5", "p20", "p80", "p95"}; !slices.Equal(rows[0][12:], want) {
		t.Fatalf("added columns %v, want %v", rows[0][12:], want)
	}
	for i, row := range rows[1:] {
		if !slices.Equal(row[:12], plain[i+1]) {
			t.Errorf("%v differs from %v, without the levels and with another seed", row[:12], plain[i+1])
		}
		last := math.Inf(-1)
		for _, c := range order {
			if row[c] == "" {
				t.Fatalf("%v: no quantile %s", row, rows[0][c])
			}
			v := parse(t, row[c])
			if v < last-1e-4 { // draws are float32
				t.Errorf("%s %s: %s is %v, below the quantile before it, %v", row[0], row[1], rows[0][c], v, last)
			}
			last = v
		}
	}
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// publicData opens a file of the public test data, or skips.
func publicData(t *testing.T, name ...string) string {
	t.Helper()
	dir := os.Getenv("OPDRIFT_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	file := filepath.Join(append([]string{dir}, name...)...)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("there is no %s; set OPDRIFT_DATA to the folder that has %s", file, name[0])
	}
	return file
}

// A certified value of NIST StRD: "B0 estimate standard-deviation".
type certified struct{ estimate, deviation float64 }

// TestNIST holds the command to the certified values of NIST's Statistical
// Reference Datasets, in correct digits (-log10 of the relative error): the data go
// in as CSV, the numbers come out as JSON. Where a certified standard deviation is 0
// (Wampler1, Wampler2: an exact polynomial) the absolute error counts.
func TestNIST(t *testing.T) {
	for _, tt := range []struct {
		set     string
		formula string
		powers  int // columns x1 to xN are powers of the only regressor
		digits  float64
	}{
		{"Norris", "y ~ x1", 1, 12},
		{"Longley", "y ~ x1 + x2 + x3 + x4 + x5 + x6", 0, 12},
		{"Wampler1", "y ~ x1 + x2 + x3 + x4 + x5", 5, 9},
		{"Wampler2", "y ~ x1 + x2 + x3 + x4 + x5", 5, 12},
		{"Wampler3", "y ~ x1 + x2 + x3 + x4 + x5", 5, 9},
		{"NoInt1", "y ~ x1 - 1", 1, 14},
		{"NoInt2", "y ~ x1 - 1", 1, 14},
	} {
		t.Run(tt.set, func(t *testing.T) {
			data, want, sd, r2 := readNIST(t, tt.set, tt.powers)
			file := filepath.Join(t.TempDir(), "data.csv")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			var got struct {
				R2    float64 `json:"r2"`
				SD    float64 `json:"residual_sd"`
				Terms []struct {
					Name     string
					Estimate float64
					StdError float64 `json:"std_error"`
				}
			}
			var out, errs bytes.Buffer
			if code := run(context.Background(), []string{"opdrift", "regress", file, tt.formula, "-o", "json"}, nil, &out, &errs, nil, time.Now); code != 0 {
				t.Fatalf("exit status %d: %s", code, &errs)
			}
			if err := json.Unmarshal(out.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if len(got.Terms) != len(want) {
				t.Fatalf("%d terms, %d are certified", len(got.Terms), len(want))
			}
			for i, w := range want {
				g := got.Terms[i]
				if d := correct(g.Estimate, w.estimate); d < tt.digits {
					t.Errorf("%s: estimate %v, certified %v: %.1f digits, want %v", g.Name, g.Estimate, w.estimate, d, tt.digits)
				}
				if w.deviation == 0 {
					if g.StdError > 1e-9 {
						t.Errorf("%s: standard error %v, certified 0: want below 1e-9", g.Name, g.StdError)
					}
				} else if d := correct(g.StdError, w.deviation); d < tt.digits-1 {
					t.Errorf("%s: standard error %v, certified %v: %.1f digits, want %v", g.Name, g.StdError, w.deviation, d, tt.digits-1)
				}
			}
			if d := correct(got.R2, r2); d < 12 {
				t.Errorf("R² %v, certified %v", got.R2, r2)
			}
			if sd > 0 && correct(got.SD, sd) < tt.digits-1 {
				t.Errorf("residual sd %v, certified %v", got.SD, sd)
			}
		})
	}
}

// correct counts digits, at most 15, as certified values have.
func correct(got, want float64) float64 {
	gap := math.Abs(got - want)
	if want != 0 {
		gap /= math.Abs(want)
	}
	return min(15, -math.Log10(gap))
}

// readNIST turns a set into CSV with the digits of the file, and reads what is
// certified. Powers are of whole numbers below 2^53, so they are exact.
func readNIST(t *testing.T, set string, powers int) (data []byte, want []certified, sd, r2 float64) {
	t.Helper()
	text, err := os.ReadFile(publicData(t, "nist", set+".dat"))
	if err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	columns, inData := 0, false
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
		case inData:
			row := fields
			for p := 2; p <= powers; p++ {
				row = append(row, power(t, fields[1], p))
			}
			columns = len(row)
			rows.WriteString(strings.Join(row, ",") + "\n")
		case fields[0] == "Data:" && len(fields) > 2 && fields[1] == "y":
			inData = true
		case len(fields) == 3 && len(fields[0]) == 2 && fields[0][0] == 'B':
			want = append(want, certified{parse(t, fields[1]), parse(t, fields[2])})
		case strings.HasPrefix(strings.TrimSpace(line), "Standard Deviation") && len(fields) == 3 && len(want) > 0:
			sd = parse(t, fields[2])
		case fields[0] == "R-Squared":
			r2 = parse(t, fields[1])
		}
	}
	header := "y"
	for i := 1; i < columns; i++ {
		header += ",x" + strconv.Itoa(i)
	}
	return []byte(header + "\n" + rows.String()), want, sd, r2
}

func parse(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func power(t *testing.T, text string, p int) string {
	t.Helper()
	x, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatalf("power of %s, which is no whole number", text)
	}
	out := int64(1)
	for range p {
		out *= x
	}
	return strconv.FormatInt(out, 10)
}

package regress

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A certified set of NIST's Statistical Reference Datasets, linear regression.
type certified struct {
	x        [][]float64
	y        []float64
	coef, se []float64
	sigma    float64
	r2       float64
}

// TestNIST holds coefficients to the certified values in correct digits,
// -log10 of the relative error, as NIST's guide defines them; standard errors
// within one digit of that. Wampler1 and 2 have certified standard errors of 0:
// absolute there. NoInt2 has two degrees of freedom, as an ad-hoc model may.
func TestNIST(t *testing.T) {
	tests := []struct {
		file        string
		powers      int // polynomial of one column up to this power; 0 takes columns as they are
		noIntercept bool
		digits      float64
	}{
		{file: "Norris", digits: 12},
		{file: "Pontius", powers: 2, digits: 11},
		{file: "Longley", digits: 12},
		{file: "Filip", powers: 10, digits: 7},
		{file: "Wampler1", powers: 5, digits: 9},
		{file: "Wampler2", powers: 5, digits: 12},
		{file: "Wampler3", powers: 5, digits: 9},
		{file: "Wampler4", powers: 5, digits: 8},
		{file: "Wampler5", powers: 5, digits: 6},
		{file: "NoInt1", noIntercept: true, digits: 14},
		{file: "NoInt2", noIntercept: true, digits: 14},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			want := readNIST(t, tt.file, tt.powers)
			got, err := OLS(want.x, want.y, Options{NoIntercept: tt.noIntercept, MinDF: AdHocMinDF})
			if err != nil {
				t.Fatal(err)
			}
			worst, worstSE := 15.0, 15.0
			for j, w := range want.coef {
				if d := digits(got.Coef[j], w); d < tt.digits {
					t.Errorf("coefficient %d: %v, certified %v: %.1f digits, want %v", j, got.Coef[j], w, d, tt.digits)
				}
				worst = min(worst, digits(got.Coef[j], w))
				worstSE = min(worstSE, digits(got.SE[j], want.se[j]))
				if d := digits(got.SE[j], want.se[j]); d < min(tt.digits-1, absolute(want.se[j])) {
					t.Errorf("standard error %d: %v, certified %v: %.1f digits", j, got.SE[j], want.se[j], d)
				}
			}
			if d := digits(got.Sigma, want.sigma); d < min(tt.digits-1, absolute(want.sigma)) {
				t.Errorf("residual sd %v, certified %v", got.Sigma, want.sigma)
			}
			if d := digits(got.R2, want.r2); d < min(12, tt.digits) {
				t.Errorf("R² %v, certified %v", got.R2, want.r2)
			}
			t.Logf("coefficients %.1f digits, standard errors %.1f", worst, worstSE)
		})
	}
}

// absolute is the digits wanted of an absolute error, where 0 is certified.
func absolute(certified float64) float64 {
	if certified == 0 {
		return 9
	}
	return 15
}

// TestDegreesOfFreedom: NoInt2 leaves two degrees of freedom. The pool's default
// refuses it; the ad-hoc command fits it and warns.
func TestDegreesOfFreedom(t *testing.T) {
	c := readNIST(t, "NoInt2", 0)
	fit, err := OLS(c.x, c.y, Options{NoIntercept: true})
	if !errors.Is(err, ErrTooFew) || fit.Coef != nil {
		t.Errorf("by default: error %v, want ErrTooFew", err)
	}
	fit, err = OLS(c.x, c.y, Options{NoIntercept: true, MinDF: AdHocMinDF})
	if err != nil || len(fit.Warn) != 1 || !strings.Contains(fit.Warn[0], "only 2 degrees of freedom") {
		t.Errorf("ad hoc: warnings %q, error %v", fit.Warn, err)
	}
}

// digits counts correct digits, at most 15; absolute where the certified value is 0.
func digits(got, want float64) float64 {
	err := math.Abs(got - want)
	if want != 0 {
		err /= math.Abs(want)
	}
	return min(15, -math.Log10(err))
}

// readNIST reads certified values ("B0 value sd") and the data after the line
// "Data: y x".
func readNIST(t *testing.T, name string, powers int) certified {
	t.Helper()
	dir := os.Getenv("OPDRIFT_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	text, err := os.ReadFile(filepath.Join(dir, "nist", name+".dat"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("no %s.dat in %s; set OPDRIFT_DATA to the folder with nist/", name, dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	var c certified
	data := false
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		nums := numbers(fields)
		switch {
		case len(fields) == 0:
		case data && len(nums) == len(fields):
			c.y = append(c.y, nums[0])
			c.x = append(c.x, raise(nums[1:], powers))
		case fields[0] == "Data:" && len(fields) > 2 && fields[1] == "y":
			data = true
		case len(fields) == 3 && fields[0][0] == 'B' && len(nums) == 2:
			c.coef, c.se = append(c.coef, nums[0]), append(c.se, nums[1])
		case strings.HasPrefix(strings.TrimSpace(line), "Standard Deviation") && len(nums) == 1:
			c.sigma = nums[0]
		case fields[0] == "R-Squared":
			c.r2 = nums[0]
		}
	}
	return c
}

func numbers(fields []string) []float64 {
	var out []float64
	for _, f := range fields {
		if v, err := strconv.ParseFloat(f, 64); err == nil {
			out = append(out, v)
		}
	}
	return out
}

func raise(row []float64, powers int) []float64 {
	if powers == 0 {
		return row
	}
	out := []float64{row[0]}
	for len(out) < powers {
		out = append(out, out[len(out)-1]*row[0])
	}
	return out
}

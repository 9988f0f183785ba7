package regress

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestGuard: what sajari/regression would answer with nonsense is a sentence.
func TestGuard(t *testing.T) {
	column := func(values ...float64) [][]float64 {
		rows := make([][]float64, len(values))
		for i, v := range values {
			rows[i] = []float64{v}
		}
		return rows
	}
	y := []float64{1, 3, 2, 5, 4, 6}
	twice := [][]float64{{1, 2}, {2, 4}, {3, 6}, {4, 8}, {5, 10}, {7, 14}}
	nearly := [][]float64{{1, 1 + 1e-14}, {2, 2}, {3, 3 - 1e-14}, {4, 4}, {5, 5}, {7, 7}}
	tests := []struct {
		name string
		x    [][]float64
		y    []float64
		want error
		says string
	}{
		{"constant", column(7, 7, 7, 7, 7, 7), y, ErrConstant, "beds is 7 in every row"},
		{"constant up to rounding", column(1e9, 1e9, 1e9, 1e9, 1e9, 1e9+1e-4), y, ErrConstant, "beds"},
		{"collinear", twice, y, ErrCollinear, "follows from the other"},
		{"nearly collinear", nearly, y, ErrCollinear, "condition"},
		{"too few", column(1, 2, 4, 3), y[:4], ErrTooFew, "at least 3 are needed"},
		{"no rows", nil, nil, ErrTooFew, "0 rows"},
		{"ragged", [][]float64{{1}, {2, 3}, {4}, {5}, {6}, {7}}, y, ErrShape, "row 2 has 2 regressors"},
		{"lengths", column(1, 2, 3, 4, 5), y, ErrShape, "5 rows of regressors and 6 responses"},
		{"NaN in x", column(1, 2, math.NaN(), 4, 5, 6), y, ErrNotFinite, "beds in row 3 is NaN"},
		{"infinite y", column(1, 2, 3, 4, 5, 6), []float64{1, 2, 3, 4, math.Inf(1), 6}, ErrNotFinite, "response in row 5"},
		{"too large to square", column(1, 2, 3, 4, 5, 1e200), y, ErrNotFinite, "beds in row 6"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fit, err := OLS(tt.x, tt.y, Options{Names: []string{"beds", "staff"}})
			if !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %q does not say %q", err, tt.says)
			}
			if fit.Coef != nil {
				t.Errorf("coefficients %v beside an error", fit.Coef)
			}
		})
	}
}

// TestByHand: x = 1..5, y = 2, 4, 5, 4, 5. x̄ = 3, ȳ = 4, Sxy = 6, Sxx = 10, so
// b = 0.6, a = 2.2; RSS = 2.4, TSS = 6, R² = 0.6, s² = 0.8, se(b) = sqrt(0.08),
// se(a) = sqrt(0.8·(1/5 + 9/10)), t(b) = 2.1213, p = 0.1240 (t with 3 df).
// At x = 6: 5.8 ± 3.182446·sqrt(0.8·(1 + 1/5 + 9/10)), t quantile from tables.
func TestByHand(t *testing.T) {
	fit, err := OLS([][]float64{{1}, {2}, {3}, {4}, {5}}, []float64{2, 4, 5, 4, 5}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	mean, lower, upper := fit.Predict([]float64{6}, 0.95)
	half := 3.182446 * math.Sqrt(0.8*2.1)
	for _, c := range []struct {
		name      string
		got, want float64
		within    float64
	}{
		{"a", fit.Coef[0], 2.2, 1e-14}, {"b", fit.Coef[1], 0.6, 1e-14},
		{"se a", fit.SE[0], math.Sqrt(0.88), 1e-14}, {"se b", fit.SE[1], math.Sqrt(0.08), 1e-14},
		{"t b", fit.T[1], 2.1213203, 1e-6}, {"p b", fit.P[1], 0.124027, 1e-5},
		{"R²", fit.R2, 0.6, 1e-14}, {"s", fit.Sigma, math.Sqrt(0.8), 1e-14},
		{"prediction", mean, 5.8, 1e-14}, {"lower", lower, 5.8 - half, 1e-5}, {"upper", upper, 5.8 + half, 1e-5},
	} {
		if math.Abs(c.got-c.want) > c.within {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
}

// TestConstantResponse: slopes 0 and no R², since there is nothing to explain.
func TestConstantResponse(t *testing.T) {
	fit, err := OLS([][]float64{{1}, {2}, {3}, {4}, {9}}, []float64{.1, .1, .1, .1, .1}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if fit.Coef[0] != .1 || fit.Coef[1] != 0 || !math.IsNaN(fit.R2) {
		t.Errorf("coefficients %v, R² %v; want 0.1, 0 and NaN", fit.Coef, fit.R2)
	}
}

// TestWarns: columns that agree to nine digits are fitted, with a warning.
func TestWarns(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	var x [][]float64
	var y []float64
	for range 20 {
		v := rng.NormFloat64()
		x = append(x, []float64{v, v + 1e-9*rng.NormFloat64()})
		y = append(y, v+rng.NormFloat64())
	}
	fit, err := OLS(x, y, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(fit.Warn) != 1 {
		t.Errorf("condition %.2g gave warnings %q, want one", fit.Cond, fit.Warn)
	}
}

// TestInvariants on random input: residuals are orthogonal to the columns, units
// and origin of x only rescale, rows may be reordered, and nothing is changed.
// 1,200 rows are above the size given to sajari/regression.
func TestInvariants(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{6, 11, 50, 1200} {
		x, moved := make([][]float64, n), make([][]float64, n)
		y := make([]float64, n)
		for i := range x {
			x[i] = []float64{rng.NormFloat64(), 100 + rng.Float64()}
			moved[i] = []float64{1000*x[i][0] + 5e4, x[i][1]}
			y[i] = 3 + 2*x[i][0] - x[i][1] + rng.NormFloat64()
		}
		before := slices.Clone(y)
		fit, err := OLS(x, y, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for j := range 2 {
			var dot float64
			for i := range x {
				dot += x[i][j] * fit.Resid[i]
			}
			if math.Abs(dot) > 1e-10*float64(n) {
				t.Errorf("n = %d: residuals and column %d: %v", n, j, dot)
			}
		}
		other, err := OLS(moved, y, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(other.Coef[1]*1000-fit.Coef[1]) > 1e-9 || math.Abs(other.T[1]-fit.T[1]) > 1e-7 {
			t.Errorf("n = %d: slope %v in other units %v", n, fit.Coef[1], other.Coef[1])
		}
		if !slices.Equal(before, y) {
			t.Error("OLS changed its input")
		}
	}
}

// TestPredictionCovers: 95 % intervals hold 95 % of new observations.
func TestPredictionCovers(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	inside := 0
	for range 2000 {
		var x [][]float64
		var y []float64
		for i := range 8 {
			x = append(x, []float64{float64(i)})
			y = append(y, 5+2*float64(i)+rng.NormFloat64())
		}
		fit, err := OLS(x, y, Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, lower, upper := fit.Predict([]float64{9}, 0.95)
		if v := 23 + rng.NormFloat64(); lower <= v && v <= upper {
			inside++
		}
	}
	// Binomial standard error 0.5 %; three of them.
	if share := float64(inside) / 2000; math.Abs(share-0.95) > 0.015 {
		t.Errorf("coverage %v, want 0.95 ± 0.015", share)
	}
}

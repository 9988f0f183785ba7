package regress

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestCountGuard: what has no finite answer gets a sentence.
func TestCountGuard(t *testing.T) {
	y := []float64{3, 1, 4, 1, 5, 9}
	x := columnOf(1, 2, 3, 4, 5, 7)
	group := columnOf(1, 1, 1, 0, 0, 0)
	alone := [][]float64{{1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}, {7, 1}}
	population := []float64{58000, 58100, 58200, 58300, 58400, 58500}
	tests := []struct {
		name string
		x    [][]float64
		y    []float64
		opts Options
		want error
		says string
	}{
		{"negative", x, []float64{3, 1, -4, 1, 5, 9}, Options{}, ErrResponse, "response in row 3 is -4"},
		{"all zero", x, make([]float64, 6), Options{}, ErrResponse, "0 in every row"},
		{"separated", group, []float64{0, 0, 0, 5, 9, 2}, Options{}, ErrSeparated, "coefficient of beds grows without end"},
		{"population for its logarithm", x, y, Options{Offset: population}, ErrNotFinite, "give log of the population"},
		{"offset short", x, y, Options{Offset: population[:2]}, ErrShape, "2 values of offset for 6 rows"},
		{"weight 0", x, y, Options{Weights: []float64{1, 1, 0, 1, 1, 1}}, ErrNotFinite, "weight in row 3 is 0"},
		{"weight NaN", x, y, Options{Weights: []float64{1, 1, math.NaN(), 1, 1, 1}}, ErrNotFinite, "weight in row 3 is NaN"},
		{"ridge negative", x, y, Options{Ridge: []float64{-1}}, ErrNotFinite, "ridge in column 1 is -1"},
		{"family", x, y, Options{Family: "binomial"}, ErrOption, `"binomial"; allowed are gaussian, poisson`},
		{"robust", x, y, Options{Robust: "HC9"}, ErrOption, "allowed are HC0"},
		{"leverage 1", alone, y, Options{Robust: HC3}, ErrLeverage, "row 6 alone"},
		{"saturated", x[:2], y[:2], Options{MinDF: AdHocMinDF}, ErrTooFew, "at least 1 are needed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, family := range []Family{Poisson, QuasiPoisson, NegativeBinomial, Count} {
				opts := tt.opts
				if opts.Family == "" {
					opts.Family = family
				}
				opts.Names = []string{"beds"}
				fit, err := Estimate(tt.x, tt.y, opts)
				if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
					t.Fatalf("%s: error %v, want %v saying %q", family, err, tt.want, tt.says)
				}
				if fit.Coef != nil {
					t.Errorf("%s: coefficients %v beside an error", family, fit.Coef)
				}
			}
		})
	}
}

// TestCountIntervals: 80 % and 95 % intervals hold at least that share of new
// counts, sparse, ordinary and overdispersed, and not very much more where counts
// are large enough not to sit on a step.
func TestCountIntervals(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, c := range []struct {
		rate, clump, most float64
		family            Family
	}{
		{.3, 1, 1, Poisson}, {2, 1, 1, QuasiPoisson}, {50, 1, .04, QuasiPoisson}, {50, 1, .04, Poisson},
		{200, 5, .04, QuasiPoisson}, {200, 5, .05, Count},
	} {
		inside, trials := map[float64]int{}, 0
		for range 600 {
			x, y := make([][]float64, 12), make([]float64, 12)
			for i := range x {
				x[i] = []float64{float64(i) / 12}
				y[i] = c.clump * poisson(rng, c.rate/c.clump*math.Exp(.5*x[i][0]))
			}
			fit, err := Estimate(x, y, Options{Family: c.family})
			if errors.Is(err, ErrResponse) || errors.Is(err, ErrSeparated) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			trials++
			next := c.clump * poisson(rng, c.rate/c.clump*math.Exp(.5))
			for _, level := range []float64{.8, .95} {
				if _, lower, upper := fit.Predict([]float64{1}, level); lower <= next && next <= upper {
					inside[level]++
				}
			}
		}
		for level, n := range inside {
			// The standard error of a share of 600 is at most 1.6 %.
			if share := float64(n) / float64(trials); share < level-.045 || share > level+c.most+.035 {
				t.Errorf("%+v: %.0f %% interval holds %.3f of %d", c, 100*level, share, trials)
			}
		}
	}
}

func poisson(rng *rand.Rand, mean float64) float64 {
	var n float64
	for at := rng.ExpFloat64(); at < mean; at += rng.ExpFloat64() {
		n++
	}
	return n
}

// TestCountInvariants: the offset is a scale of the response, rows may be
// reordered, the residuals of a model with intercept sum to 0, and nothing given
// is changed.
func TestCountInvariants(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	var x, reversed [][]float64
	var y, offset, shifted, backwards []float64
	for range 40 {
		x = append(x, []float64{rng.NormFloat64(), 1e6 + 1e3*rng.Float64()})
		y = append(y, poisson(rng, 6))
		offset = append(offset, math.Log(1000+1000*rng.Float64()))
		shifted = append(shifted, offset[len(offset)-1]+2)
	}
	before := slices.Clone(y)
	opts := Options{Family: QuasiPoisson, Offset: offset, Exact: true}
	fit, err := Estimate(x, y, opts)
	if err != nil {
		t.Fatal(err)
	}
	var total float64
	for _, e := range fit.Resid {
		total += e
	}
	near(t, "sum of residuals", total, 0, 1e-9)
	opts.Offset = shifted
	moved, err := Estimate(x, y, opts)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "slope", moved.Coef[1], fit.Coef[1], 1e-11)
	near(t, "intercept", moved.Coef[0], fit.Coef[0]-2, 1e-8) // the second column is far from 0
	for i := range x {
		reversed = append(reversed, x[len(x)-1-i])
		backwards = append(backwards, y[len(y)-1-i])
	}
	slices.Reverse(offset)
	opts.Offset = offset
	again, err := Estimate(reversed, backwards, opts)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "slope of reordered rows", again.Coef[1], fit.Coef[1], 1e-11)
	if !slices.Equal(before, y) {
		t.Error("the response has changed")
	}
}

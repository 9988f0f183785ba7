package forecasts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/stat/distuv"

	"opdrift/forecasts/regress"
)

// TestRatesByHand. Usage .1, .05 and .02 in 2000, growing by 1 % a year for six years
// while inhabitants go from 100 to 150 by tens: the fit is exact, so φ and the ridges
// vanish and 2006 has 200·.1·1.01⁶ = 21.230403, 2007 has 300·.1·1.01⁷ = 32.164060,
// the others half and a fifth of it. A band without persons stays at 0. Constant
// usage stays: 7 of 100 inhabitants become 14 of 200 and 21 of 300.
func TestRatesByHand(t *testing.T) {
	inhabitants := []float64{100, 110, 120, 130, 140, 150, 200, 300}
	grown := func(usage, growth float64) Series {
		s := Series{Key: fmt.Sprint(usage), First: 2000, Exposure: projected(inhabitants...)}
		for i, n := range inhabitants[:6] {
			s.Values = append(s.Values, n*usage*math.Pow(1+growth, float64(i)))
		}
		return s
	}
	for name, tt := range map[string]struct {
		series []Series
		want   [][]float64
	}{
		"growth": {
			[]Series{grown(0.1, 0.01), grown(0.05, 0.01), grown(0.02, 0.01), grown(0, 0)},
			[][]float64{{21.230403, 32.164060}, {10.6152015, 16.082030}, {4.2460806, 6.432812}, {0, 0}},
		},
		"constant": {[]Series{grown(0.07, 0)}, [][]float64{{14, 21}}},
		"none":     {[]Series{grown(0, 0)}, [][]float64{{0, 0}}},
	} {
		for i, path := range fitHorizon(t, countRates, Panel{Frequency: 1, Series: tt.series}, 2) {
			if diff := cmp.Diff(tt.want[i], path.Mean, cmpopts.EquateApprox(0, 1e-5)); diff != "" {
				t.Errorf("%s, series %d (-want +got):\n%s", name, i, diff)
			}
		}
	}
}

// TestRatesOpening: a service that opens has no trend worth the name, however steep
// its first years are, and its level is recent.
func TestRatesOpening(t *testing.T) {
	s := Series{Key: "s", First: 2000, Values: []float64{0, 0, 0, 0, 6, 11, 14}, Exposure: projected(flat(1000, 12)...)}
	path := fitHorizon(t, countRates, Panel{Frequency: 1, Series: []Series{s}}, 5)[0].Mean
	if path[0] < 7 || path[0] > 14 || path[4] > 1.25*path[0] {
		t.Errorf("path %v; want a start between the mean of the years it was open in part and the newest value, and no explosion", path)
	}
}

// overdispersedCells returns the cells of a service with a common trend of 3 % and noise of the
// given dispersion; values are not whole.
func overdispersedCells(bands, years int, persons, dispersion float64) []usageCell {
	rng := rand.New(rand.NewPCG(3, 4))
	cells := make([]usageCell, bands)
	for i := range cells {
		c := usageCell{history: history{first: 2000, frequency: 1}, last: 2000 + years - 1}
		for t := range years {
			n := 900 + 50*float64(t) + 100*float64(i)
			mean := persons * (1 + float64(i)) * math.Exp(0.03*float64(t)) * n / 1000
			c.exposure = append(c.exposure, n)
			c.y = append(c.y, dispersion*distuv.Poisson{Lambda: mean / dispersion, Src: rng}.Rand())
		}
		cells[i] = c
	}
	return cells
}

// TestRatesAgreeWithRegress fits the same regression with one column for each level
// and trend, by the QR of package regress, at the ridges that follow from φ: levels,
// trends and φ itself must come out the same.
func TestRatesAgreeWithRegress(t *testing.T) {
	f := newRateFit(overdispersedCells(5, 11, 20, 0.8))
	if err := f.fit(); err != nil {
		t.Fatal(err)
	}
	if f.alpha != 0 {
		t.Fatalf("φ %v, α %v; the test wants quasi-Poisson", f.phi, f.alpha)
	}
	k := len(f.series)
	var rows [][]float64
	var y []float64
	opts := regress.Options{Family: regress.QuasiPoisson, NoIntercept: true, Exact: true, Ridge: make([]float64, 2*k+1)}
	opts.Ridge[k] = f.phi / (0.02 * 0.02)
	for i, s := range f.series {
		opts.Ridge[k+1+i] = f.phi / (0.01 * 0.01)
		for j := range s.y {
			row := make([]float64, 2*k+1)
			row[i], row[k], row[k+1+i] = 1, s.x[j], s.x[j]
			rows, y = append(rows, row), append(y, s.y[j])
			opts.Offset = append(opts.Offset, math.Log(s.exposure[j]))
			opts.Weights = append(opts.Weights, s.weight[j])
		}
	}
	want, err := regress.Estimate(rows, y, opts)
	if err != nil {
		t.Fatal(err)
	}
	approx := cmpopts.EquateApprox(1e-7, 1e-9)
	if diff := cmp.Diff(want.Dispersion, f.phi, approx); diff != "" {
		t.Errorf("φ (-regress +rates):\n%s", diff)
	}
	for i, s := range f.series {
		line := []float64{want.Coef[i], want.Coef[k] + want.Coef[k+1+i]}
		if diff := cmp.Diff(line, []float64{s.level, s.trend}, approx); diff != "" {
			t.Errorf("series %d (-regress +rates):\n%s", i, diff)
		}
	}
}

// TestRatesNegativeBinomial checks the equations that define the fit where counts
// vary four times as much as Poisson's: χ² is its degrees of freedom, and the
// derivatives of the penalised quasi-likelihood are 0, for each level, for each trend
// s_i and, eliminating it, for the common b = Σ s_i/.01² / (k/.01² + 1/.02²).
func TestRatesNegativeBinomial(t *testing.T) {
	f := newRateFit(overdispersedCells(5, 11, 200, 4))
	if err := f.fit(); err != nil {
		t.Fatal(err)
	}
	if !(f.phi > 1.5 && f.alpha > 0) {
		t.Fatalf("φ %v, α %v; the test wants negative binomial", f.phi, f.alpha)
	}
	var chi2, b float64
	for _, s := range f.series {
		b += s.trend / 1e-4 / (float64(len(f.series))/1e-4 + 1/4e-4)
	}
	for i, s := range f.series {
		var level float64
		trend := -(s.trend - b) / 1e-4
		for j, y := range s.y {
			mu := s.exposure[j] * math.Exp(s.level+s.trend*s.x[j])
			score := s.weight[j] * (y - mu) / (1 + f.alpha*mu)
			chi2 += s.weight[j] * (y - mu) * (y - mu) / (mu * (1 + f.alpha*mu))
			level += score
			trend += score * s.x[j]
		}
		if math.Abs(level) > 1e-6 || math.Abs(trend) > 1e-6 {
			t.Errorf("series %d: derivatives %v and %v, want 0", i, level, trend)
		}
	}
	if df := f.n - f.coefficients; math.Abs(chi2-df) > 1e-6*df {
		t.Errorf("χ² %v on %v degrees of freedom", chi2, df)
	}
}

// BenchmarkRates: 120 series of 11 years, from 6 origins.
func BenchmarkRates(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	w := world{bands: 10, years: 11, persons: 30, growth: 0.02}
	p := Panel{Frequency: 1}
	for k := range 12 {
		service, _ := w.service(rng, 5)
		for _, s := range service.Series {
			s.Key = fmt.Sprintf("%d/%s", k, s.Key)
			p.Series = append(p.Series, s)
		}
	}
	for _, m := range []Model{countRates, ebRates} {
		b.Run(m.Name(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for origin := 2005; origin < 2011; origin++ {
					if _, err := m.Fit(p.At(origin), 5); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

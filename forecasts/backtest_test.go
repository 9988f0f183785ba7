package forecasts

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestBacktestByHand: 7 values give origins at 5 and 6 of them, horizons 1 and 2
// from the first and 1 from the second. Steps of 10, 12, 11, 15, 13 are 2, 1, 4, 2,
// mean 2.25; with 16 also 3, mean 2.4. Naive: 16 and 14 against 13, 14 against 16.
func TestBacktestByHand(t *testing.T) {
	p := Panel{Frequency: 1, Series: []Series{{Key: "s", First: 2011, Values: []float64{10, 12, 11, 15, 13, 16, 14}}}}
	s, err := Backtest(context.Background(), p, []Model{naive}, 5)
	if err != nil {
		t.Fatal(err)
	}
	want := []Score{
		{Series: "s", Model: "naive", Origin: 2015, Horizon: 1, Forecast: 13, Actual: 16, Error: 3, Scale: 2.25, Scaled: 3 / 2.25, Status: OK},
		{Series: "s", Model: "naive", Origin: 2015, Horizon: 2, Forecast: 13, Actual: 14, Error: 1, Scale: 2.25, Scaled: 1 / 2.25, Status: OK},
		{Series: "s", Model: "naive", Origin: 2016, Horizon: 1, Forecast: 16, Actual: 14, Error: -2, Scale: 2.4, Scaled: -2 / 2.4, Status: OK},
	}
	var got []Score
	for row := range s.Rows() {
		if row.Model != Selected {
			got = append(got, row)
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBacktestStatus: a constant history has errors but no scale; an exposure first
// known in 2017 was unknown at the origins before.
func TestBacktestStatus(t *testing.T) {
	exposure := []Vintage{{Known: 2017, First: 2005, Values: flat(100, 30)}}
	p := Panel{Frequency: 1, Series: []Series{
		{Key: "constant", First: 2011, Values: []float64{5, 5, 5, 5, 5, 5, 8}},
		{Key: "late", First: 2011, Values: []float64{5, 6, 5, 6, 5, 6, 8, 9}, Exposure: exposure},
	}}
	s, err := Backtest(context.Background(), p, []Model{naive}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for row := range s.Rows() {
		want := OK
		switch {
		case row.Series == "constant":
			want = ScaleZero
		case row.Origin < 2017:
			want = VintageUnknown
		}
		if row.Status != want || finite(row.Scaled) != (want != ScaleZero) || math.IsInf(row.Scaled, 0) {
			t.Errorf("%s at %d: status %s, scaled %v; want %s", row.Series, row.Origin, row.Status, row.Scaled, want)
		}
	}
}

// TestSelected: what "selected" forecast at an origin must not depend on anything
// that happened later.
func TestSelected(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	p := walks(rng, 40, 12, 0)
	full, err := Backtest(context.Background(), p, Models, 3)
	if err != nil {
		t.Fatal(err)
	}
	cutAt, err := Backtest(context.Background(), p.At(2009), Models, 3)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]float64{}
	for row := range full.Rows() {
		known[fmt.Sprint(row.Series, row.Model, row.Origin, row.Horizon)] = row.Forecast
	}
	n := 0
	for row := range cutAt.Rows() {
		n++
		if v := known[fmt.Sprint(row.Series, row.Model, row.Origin, row.Horizon)]; v != row.Forecast {
			t.Fatalf("%s %s at %d: %v with what was known then, %v with all", row.Series, row.Model, row.Origin, row.Forecast, v)
		}
	}
	if n == 0 {
		t.Error("no scores before 2009")
	}
}

// walks returns random walks from 2000 on whose steps have the given correlation.
func walks(rng *rand.Rand, series, n int, correlation float64) Panel {
	shared := make([]float64, n)
	for t := range shared {
		shared[t] = rng.NormFloat64()
	}
	p := Panel{Frequency: 1}
	for i := range series {
		values, level := make([]float64, n), 200.0
		for t := range values {
			level += 5 * (math.Sqrt(correlation)*shared[t] + math.Sqrt(1-correlation)*rng.NormFloat64())
			values[t] = level
		}
		p.Series = append(p.Series, Series{
			Key: fmt.Sprintf("s%03d", i), Groups: []string{fmt.Sprintf("g%d", i%2), "all"},
			First: 2000, Values: values, NonNegative: true,
		})
	}
	return p
}

func TestSummaryByHand(t *testing.T) {
	// Scores as in TestBacktestByHand; drift from 2015 is 13.75 and 14.5, from 2016
	// 17.2: errors 2.25, −.5 and −3.2.
	p := Panel{Frequency: 1, Series: []Series{{Key: "s", First: 2011, Values: []float64{10, 12, 11, 15, 13, 16, 14}}}}
	s, err := Backtest(context.Background(), p, []Model{naive, drift}, 2)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.Summary(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rows, func(r Summary) bool { return r.Model == "drift" && r.Horizon == 0 })
	got := rows[i]
	naiveMASE := (3/2.25 + 1/2.25 + 2/2.4) / 3
	driftMASE := (1 + .5/2.25 + 3.2/2.4) / 3
	naiveSMAPE := 200 * (3./29 + 1./27 + 2./30) / 3
	driftSMAPE := 200 * (2.25/29.75 + .5/28.5 + 3.2/31.2) / 3
	nan := math.NaN()
	want := Summary{
		Group: "all", Model: "drift", Bias: (1 - .5/2.25 - 3.2/2.4) / 3, MASE: driftMASE,
		WAPE: 5.95 / 44, SMAPE: driftSMAPE, OWA: (driftMASE/naiveMASE + driftSMAPE/naiveSMAPE) / 2, Coverage80: nan, Coverage95: nan, MSIS95: nan, WIS: nan,
		SkillNaive: 1 - driftMASE/naiveMASE, SkillFlat3: nan, SkillDemography: nan,
		SkillNaiveLow: nan, SkillNaiveHigh: nan, SkillFlat3Low: nan, SkillFlat3High: nan,
		SkillDemographyLow: nan, SkillDemographyHigh: nan, Series: 1, Origins: 2, Status: NoLaterOrigin,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12), cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWeightedIntervalScore by hand: y = 12, point 10, scale 1, radii 1, 3, 5:
// |y−m|/2 = 1; α = .5: (2 + 4·1)/4 = 1.5; α = .2: 6/10 = .6; α = .05: 10/40 = .25;
// sum 3.35 over 3.5.
func TestWeightedIntervalScore(t *testing.T) {
	s := Scores{Origins: []int{2000}, Horizon: 1, scale: []float64{1}, spread: []float64{1},
		panel: Panel{Series: []Series{{First: 2001, Values: []float64{12}}}}}
	e := evaluation{blank(1), blank(1), blank(1), blank(1)}
	s.judge(&e, 0, 0, 0, 10, 1, [][]float64{{1}, {3}, {5}})
	if math.Abs(e.wis[0]-3.35/3.5) > 1e-12 || e.inside80[0] != 1 || e.inside95[0] != 1 || e.msis95[0] != 10 {
		t.Errorf("got %+v", e)
	}
}

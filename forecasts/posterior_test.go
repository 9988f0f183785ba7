package forecasts

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestPosterior: of a service known for four years no forecast can be scored; its path and
// interval are those of the cohort's posterior. A series of the same length without a flow
// has the newest value and no interval, two years are too short for either, and without
// cohort in the pool nothing changes.
func TestPosterior(t *testing.T) {
	c := clientele{rng: rand.New(rand.NewPCG(1, 1)), come: 20, leave: 0.3}
	p, _ := c.observed()
	p.Series[0].Groups = []string{"volume"}
	p.Series = append(p.Series,
		Series{Key: "price", Groups: []string{"price"}, First: 2017, Values: []float64{5, 7, 6, 8}},
		Series{Key: "new", Groups: []string{"volume"}, First: 2019, Values: []float64{1, 1}, Exposure: exposed(1000), Flow: &Flow{Rows: p.Series[0].Flow.Rows}, Band: Band{0, 999}})
	r := forecast(t, p, Options{Horizon: 3, Draws: 500, Seed: 1})
	paths, err := cohort{}.Fit(p, 3)
	if err != nil {
		t.Fatal(err)
	}
	f := r.Series[0]
	for h, q := range f.Quantiles {
		if f.Model != "cohort" || f.Status[h] != Posterior || f.Mean[h] != paths[0].Mean[h] || math.Abs(meanOf(f.Draws[h])/f.Mean[h]-1) > 1e-5 {
			t.Errorf("horizon %d: %s, %s, mean %v of draws %v, want cohort's %v", h+1, f.Model, f.Status[h], f.Mean[h], meanOf(f.Draws[h]), paths[0].Mean[h])
		}
		if !(q.P025 < q.P10 && q.P10 < f.Mean[h] && f.Mean[h] < q.P90 && q.P90 < q.P975) {
			t.Errorf("horizon %d: quantiles %+v about %v", h+1, q, f.Mean[h])
		}
	}
	if price := r.Series[1]; price.Model != "naive" || price.Status[0] != NoEvidence || finite(price.Quantiles[0].P10) {
		t.Errorf("without a flow: %s, %s, %+v", price.Model, price.Status[0], price.Quantiles[0])
	}
	if short := r.Series[2]; short.Model != "naive" || short.Status[0] != TooShort {
		t.Errorf("two years: %s, %s", short.Model, short.Status[0])
	}
	if plain := forecast(t, p, Options{Horizon: 3, Draws: 500, Models: []Model{naive, drift}}).Series[0]; plain.Status[0] != NoEvidence {
		t.Errorf("without cohort: %s", plain.Status[0])
	}
}

// TestPosteriorGivesWay: where any series of the kind has been forecast in the past, the
// evidence of that is taken, for those too that are young.
func TestPosteriorGivesWay(t *testing.T) {
	c := clientele{rng: rand.New(rand.NewPCG(1, 1)), come: 20, leave: 0.3}
	p, _ := c.observed()
	for _, s := range walks(rand.New(rand.NewPCG(1, 2)), 40, 12, 0).Series {
		s.First, s.Groups = 2009, []string{"volume"}
		p.Series = append(p.Series, s)
	}
	p.Series[0].Groups = []string{"volume"}
	if f := forecast(t, p, Options{Horizon: 3, Draws: 100}).Series[0]; f.Status[0] != Borrowed || f.Model == "cohort" {
		t.Errorf("%s, %s, want a borrowed interval", f.Model, f.Status[0])
	}
}

// TestStandingStillIsJudged: a volume that never moved has been forecast in the past, though
// its errors have no scale: no posterior says better.
func TestStandingStillIsJudged(t *testing.T) {
	f := &Flow{}
	for i := range 11 {
		f.Rows = append(f.Rows, FlowRow{Year: 2010 + i, Age: 30 + i, Duration: longest, Persons: 1, Days: 1})
	}
	p := Panel{Frequency: 1, Series: []Series{{Key: "all", First: 2010, Values: flat(1, 11), Exposure: exposed(1000), Flow: f, Band: Band{0, 999}}}}
	if s := forecast(t, p, Options{Horizon: 2, Draws: 50, Models: []Model{naive, cohort{}}}).Series[0]; s.Model != "naive" || s.Status[0] == Posterior {
		t.Errorf("%s, %s", s.Model, s.Status[0])
	}
}

package forecasts

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A clientele is a service's persons followed day by day, apart from any of the model's
// arithmetic: every year a Poisson number of inhabitants of 40 come, and everybody has one
// chance a year to leave; days are spread evenly over the year, or what is left of it.
type clientele struct {
	rng    *rand.Rand
	come   float64
	leave  float64
	people []client
}

type client struct{ age, duration int }

// year lets one pass and returns its rows and full-year persons.
func (c *clientele) year(y int) (rows []FlowRow, volume float64) {
	cells := map[client]*FlowRow{}
	row := func(p client) *FlowRow {
		if cells[p] == nil {
			cells[p] = &FlowRow{Year: y, Age: p.age, Duration: p.duration}
		}
		return cells[p]
	}
	var stay []client
	pass := func(p client, from float64) {
		r := row(p)
		r.Persons++
		if c.rng.Float64() < c.leave {
			there := c.rng.Float64() * (1 - from)
			r.Exits, r.ExitDays = r.Exits+1, r.ExitDays+there
			volume += there
			return
		}
		r.Days, volume = r.Days+1-from, volume+1-from
		stay = append(stay, client{p.age + 1, min(p.duration+1, longest)})
	}
	for _, p := range c.people {
		pass(p, 0)
	}
	limit, arrivals := math.Exp(-c.come), -1
	for product := 1.0; product > limit; arrivals++ { // Poisson by products of uniforms (Knuth)
		product *= c.rng.Float64()
	}
	for range arrivals {
		pass(client{40, Entrant}, c.rng.Float64())
	}
	c.people = stay
	for _, r := range cells {
		rows = append(rows, *r)
	}
	return rows, volume
}

// observed lets twenty years pass and keeps the last four, as a panel of one series, and
// the three years that come after.
func (c *clientele) observed() (Panel, []float64) {
	f, s := &Flow{}, Series{Key: "all", First: 2017, Exposure: exposed(1000), Band: Band{0, 999}, NonNegative: true}
	for y := 2001; y <= 2020; y++ {
		rows, volume := c.year(y)
		if y >= s.First {
			f.Rows, s.Values = append(f.Rows, rows...), append(s.Values, volume)
		}
	}
	var came []float64
	for y := 2021; y <= 2023; y++ {
		_, volume := c.year(y)
		came = append(came, volume)
	}
	s.Flow = f
	return Panel{Frequency: 1, Series: []Series{s}}, came
}

// TestSampleHolds: of services of six and of sixty entries a year, known for four years,
// the posterior's 80 % and 95 % hold what comes about as often as they say. 400 services
// have a standard error of 2 and 1.1 points at one horizon.
func TestSampleHolds(t *testing.T) {
	const services, n = 400, 200
	for _, come := range []float64{6, 60} {
		in80, in95 := make([]float64, 3), make([]float64, 3)
		for k := range services {
			c := clientele{rng: rand.New(rand.NewPCG(uint64(k), uint64(come))), come: come, leave: 0.3}
			p, came := c.observed()
			drawn, err := cohort{}.Sample(context.Background(), p, 3, n, 1)
			if err != nil || drawn[0] == nil {
				t.Fatal(err, drawn)
			}
			for h, y := range came {
				q := quantilesOf(drawn[0][h])
				in80[h] += within(y, q.P10, q.P90) / services
				in95[h] += within(y, q.P025, q.P975) / services
			}
		}
		t.Logf("%v a year: 80 %%: %.3f; 95 %%: %.3f", come, in80, in95)
		for h := range in80 {
			if in80[h] < .75 || in80[h] > .87 || in95[h] < .92 || in95[h] > .985 {
				t.Errorf("%v a year, horizon %d: coverage %.3f and %.3f, want .80 and .95", come, h+1, in80[h], in95[h])
			}
		}
	}
}

// TestSampleBelongsToFit: the mean of the draws is the path, the same seed gives the same
// draws and another gives others, and there are none where Fit has no path.
func TestSampleBelongsToFit(t *testing.T) {
	c := clientele{rng: rand.New(rand.NewPCG(1, 1)), come: 20, leave: 0.3}
	p, _ := c.observed()
	p.Series = append(p.Series, Series{Key: "no flow", First: 2017, Values: []float64{1, 2, 3, 4}})
	paths, err := cohort{}.Fit(p, 3)
	if err != nil {
		t.Fatal(err)
	}
	sample := func(seed uint64) [][][]float32 {
		out, err := cohort{}.Sample(context.Background(), p, 3, 100, seed)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	drawn := sample(1)
	for h, row := range drawn[0] {
		if m := meanOf(row); math.Abs(m/paths[0].Mean[h]-1) > 1e-5 {
			t.Errorf("horizon %d: mean of draws %v, path %v", h+1, m, paths[0].Mean[h])
		}
	}
	if drawn[1] != nil {
		t.Error("draws without a flow")
	}
	if diff := cmp.Diff(drawn, sample(1)); diff != "" {
		t.Error("the same seed gave other draws:\n" + diff)
	}
	if cmp.Equal(drawn, sample(2)) {
		t.Error("another seed gave the same draws")
	}
}

// TestPosteriorMoments: of Gamma(10, 1000), mean .01 and variance 10/1000²; of Beta(2, 8),
// mean .2 and variance 16/(10²·11).
func TestPosteriorMoments(t *testing.T) {
	const n = 20000
	rng := rand.New(rand.NewPCG(4, 4))
	for _, c := range []struct {
		name     string
		draw     func() float64
		mean, sd float64
	}{
		{"Gamma", func() float64 { return gammaRate{10, 1000}.draw(rng) }, .01, math.Sqrt(10) / 1000},
		{"Beta", func() float64 { return betaRate{2, 8}.draw(rng) }, .2, math.Sqrt(16. / 1100)},
	} {
		var sum, squares float64
		for range n {
			v := c.draw()
			sum, squares = sum+v, squares+v*v
		}
		mean := sum / n
		sd := math.Sqrt(max(0, squares/n-mean*mean))
		if math.Abs(mean-c.mean) > 4*c.sd/math.Sqrt(n)+1e-12 || math.Abs(sd-c.sd) > .03*c.sd+1e-9 {
			t.Errorf("%s: mean %v and sd %v, want %v and %v", c.name, mean, sd, c.mean, c.sd)
		}
	}
}

// TestSampleOfTheUnseen: three persons who were there all four years, with nobody coming or
// leaving, may leave and others may come: the interval has a width, about the path of Fit,
// in which they stay.
func TestSampleOfTheUnseen(t *testing.T) {
	f := &Flow{}
	for i := range 4 {
		f.Rows = append(f.Rows, FlowRow{Year: 2017 + i, Age: 40 + i, Duration: longest, Persons: 3, Days: 3})
	}
	p := Panel{Frequency: 1, Series: []Series{{Key: "all", First: 2017, Values: flat(3, 4), Exposure: exposed(1000), Flow: f, Band: Band{0, 999}, NonNegative: true}}}
	s := forecast(t, p, Options{Horizon: 3, Draws: 500, Models: []Model{naive, cohort{}}}).Series[0]
	for h, q := range s.Quantiles {
		low := []float64{3, 2.9, 2.5}[h] // a year ahead 97 of 100 draws have nobody leaving
		if s.Status[h] != Posterior || s.Mean[h] != 3 || !(q.P025 < low) || !(q.P975 > 3.1) {
			t.Errorf("horizon %d: %s, mean %v, %+v", h+1, s.Status[h], s.Mean[h], q)
		}
	}
}

// TestSampleDrawsDrift: with ten years of entries that grow by a tenth a year the drift has
// a posterior, drawn about its mean; with four years it is not drawn.
func TestSampleDrawsDrift(t *testing.T) {
	grown := func(years int) *flowModel {
		f := &Flow{}
		for i := range years {
			n := math.Round(100 * math.Pow(1.1, float64(i)))
			f.Rows = append(f.Rows, FlowRow{Year: 2020 - years + 1 + i, Age: 40, Duration: Entrant, Persons: n, Exits: n, ExitDays: n / 4})
		}
		p := Panel{Frequency: 1, Series: []Series{{Key: "all", First: 2020 - years + 1, Values: flat(1, years), Exposure: exposed(1000), Flow: f, Band: Band{0, 999}}}}
		return flowServices(p, 1)[0].model
	}
	m, rng := grown(10), rand.New(rand.NewPCG(2, 2))
	const n = 2000
	var sum, squares float64
	for range n {
		d := m.drawn(rng).drift
		sum, squares = sum+d, squares+d*d
	}
	mean := sum / n
	if sd := math.Sqrt(squares/n - mean*mean); !(m.driftSD > .005) || math.Abs(sd/m.driftSD-1) > .06 || math.Abs(mean-m.drift) > 4*m.driftSD/math.Sqrt(n) {
		t.Errorf("drift %v ± %v, drawn %v ± %v", m.drift, m.driftSD, mean, sd)
	}
	if m := grown(4); m.driftSD != 0 || m.drawn(rng).drift != 0 {
		t.Errorf("four years have a drift of %v ± %v", m.drift, m.driftSD)
	}
}

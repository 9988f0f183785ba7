package forecasts

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// projected is an exposure known from the start.
func projected(values ...float64) []Vintage {
	return []Vintage{{Known: 2000, First: 2000, Values: values}}
}

// TestPooledNeeds: the reasons of rates and eb_rates for not doing a series.
func TestPooledNeeds(t *testing.T) {
	nan := math.NaN()
	for name, tt := range map[string]struct {
		series Series
		want   error
	}{
		"no exposure":               {Series{Values: []float64{1, 2, 3}}, ErrNoExposure},
		"no exposure of the future": {Series{Values: []float64{1, 2, 3}, Exposure: projected(9, 9, 9, 9)}, ErrNoExposure},
		"two years of exposure":     {Series{Values: []float64{1, 2, 3}, Exposure: projected(nan, 9, 9, 9, 9)}, ErrNoExposure},
		"nobody lives there":        {Series{Values: []float64{1, 2, 3}, Exposure: projected(0, 0, 0, 0, 0)}, ErrNoExposure},
		"two years":                 {Series{Values: []float64{nan, 2, 3}, Exposure: projected(9, 9, 9, 9, 9)}, ErrTooShort},
		"no value":                  {Series{Values: []float64{nan}, Exposure: projected(9, 9, 9, 9, 9)}, ErrMissing},
		"below 0":                   {Series{Values: []float64{1, -2, 3}, Exposure: projected(9, 9, 9, 9, 9)}, ErrRefused},
	} {
		tt.series.First = 2000
		for _, m := range []Model{countRates, ebRates} {
			paths, err := m.Fit(Panel{Frequency: 1, Series: []Series{tt.series}}, 2)
			if err != nil {
				t.Fatal(err)
			}
			if !errors.Is(paths[0].Err, tt.want) || paths[0].Mean != nil {
				t.Errorf("%s, %s: %v, %v; want %v", m.Name(), name, paths[0].Mean, paths[0].Err, tt.want)
			}
		}
	}
}

// A world simulates the bands of one service.
type world struct {
	bands, years int
	persons      float64 // usually in a band
	growth       float64 // a year
}

// misses returns the mean absolute error of each model three years ahead, over 200
// services with a fixed seed. The persons of a band in a year are Poisson about
// exposure × usage; the expectation, which is what a forecast can know, is the truth.
func (w world) misses(t *testing.T, models ...Model) []float64 {
	t.Helper()
	const services, ahead = 200, 3
	rng := rand.New(rand.NewPCG(7, 7))
	out := make([]float64, len(models))
	for range services {
		p, truth := w.service(rng, ahead)
		for k, m := range models {
			for i, path := range fitHorizon(t, m, p, ahead) {
				out[k] += math.Abs(path.Mean[ahead-1]-truth[i]) / float64(services*w.bands)
			}
		}
	}
	return out
}

func (w world) service(rng *rand.Rand, ahead int) (Panel, []float64) {
	p, truth := Panel{Frequency: 1}, make([]float64, w.bands)
	flow := &Flow{}
	for b := range w.bands {
		expected := w.persons * (0.4 + 1.2*rng.Float64())
		s := Series{Key: string(rune('a' + b)), First: 2000, Flow: flow, Exposure: projected(flat(1000, w.years+ahead)...), NonNegative: true}
		for range w.years {
			s.Values = append(s.Values, distuv.Poisson{Lambda: expected, Src: rng}.Rand())
			expected *= 1 + w.growth
		}
		truth[b] = expected * math.Pow(1+w.growth, float64(ahead-1))
		p.Series = append(p.Series, s)
	}
	return p, truth
}

func fitHorizon(t *testing.T, m Model, p Panel, horizon int) []Path {
	t.Helper()
	paths, err := m.Fit(p, horizon)
	if err != nil {
		t.Fatal(err)
	}
	for i := range paths {
		if paths[i].Err != nil {
			t.Fatal(paths[i].Err)
		}
	}
	return paths
}

// TestPooledBeatNaive: each in the setting it is for. Rates where all bands of 100
// persons grow by 4 % a year under the noise of counting; eb_rates where bands hold a
// person or none.
func TestPooledBeatNaive(t *testing.T) {
	for _, tt := range []struct {
		model Model
		world world
	}{
		{countRates, world{bands: 8, years: 12, persons: 100, growth: 0.04}},
		{ebRates, world{bands: 8, years: 12, persons: 0.7}},
	} {
		misses := tt.world.misses(t, tt.model, naive, demography)
		t.Logf("%s: misses %.3f persons, naive %.3f, demography %.3f", tt.model.Name(), misses[0], misses[1], misses[2])
		if !(misses[0] < 0.7*misses[1] && misses[0] < 0.9*misses[2]) {
			t.Errorf("%s misses by %.3f persons, naive by %.3f, demography by %.3f; want it well below both", tt.model.Name(), misses[0], misses[1], misses[2])
		}
	}
}

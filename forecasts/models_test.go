package forecasts

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const conformanceHorizon = 4

// known reasons for a model not to do a series.
var reasons = []error{ErrTooShort, ErrMissing, ErrNoExposure, ErrNoDriver, ErrRefused, ErrNoFlow, ErrNoSeason, ErrNotAbove0}

// conformancePanel has every awkward history, each with exposure and drivers that
// cover all periods or without: yearly ones of 12 values, quarterly and monthly ones
// five years longer with a season in the added years.
func conformancePanel(frequency int) Panel {
	rng := rand.New(rand.NewPCG(1, 2))
	histories := awkward()
	for n := 1; n <= 12; n++ {
		values := flat(math.NaN(), 12)
		for i := 12 - n; i < 12; i++ {
			values[i] = 100 + 2*float64(i) + 3*rng.NormFloat64()
		}
		histories["length "+string(rune('a'+n))] = values
	}
	if frequency > 1 {
		lengthen(histories, frequency)
	}
	return conformanceSeries(frequency, histories)
}

// lengthen puts five years in front: what the history holds, times or with a season.
func lengthen(histories map[string][]float64, frequency int) {
	for _, name := range names(histories) {
		short := histories[name]
		long := make([]float64, 5*frequency, 5*frequency+len(short))
		for t := range long {
			season := 1 + 0.3*math.Sin(2*math.Pi*float64(t)/float64(frequency))
			long[t] = short[t%len(short)] * season
		}
		histories[name] = append(long, short...)
	}
}

func awkward() map[string][]float64 {
	nan := math.NaN()
	return map[string][]float64{
		"constant": {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7},
		"zero":     {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
		"negative": {-5, -6, -4, -7, -5, -6, -8, -7, -6, -5, -9, -7},
		"gap":      {5, 6, nan, 7, 5, 6, 8, 7, 6, 5, 9, 7},
		"late gap": {5, 6, 5, 7, 5, 6, 8, 7, 6, nan, 9, 7},
		"stale":    {5, 6, 5, 7, 5, 6, 8, 7, 6, 5, nan, nan},
		"empty":    {nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan},
		"infinite": {5, 6, 5, 7, 5, 6, math.Inf(1), 7, 6, 5, 9, 7},
		"shift":    {5, 6, 5, 7, 5, 6, 58, 57, 56, 55, 59, 57},
		"outlier":  {5, 6, 5, 7, 5, 6, 5800, 7, 6, 5, 9, 7},
		"tiny":     {1e-9, 2e-9, 1e-9, 2e-9, 3e-9, 2e-9, 3e-9, 2e-9, 1e-9, 1e-9, 2e-9, 2e-9},
	}
}

func conformanceSeries(frequency int, histories map[string][]float64) Panel {
	population, price := make([]float64, 100), make([]float64, 100)
	for i := range population {
		population[i] = 1000 + 10*float64(i)
		price[i] = math.Sin(float64(i))
	}
	p := Panel{Frequency: frequency}
	for _, name := range names(histories) {
		plain := Series{Key: name, Groups: []string{"group", "all"}, First: 2010, Values: histories[name]}
		exposed, driven := plain, plain
		exposed.Key += "/exposure"
		exposed.Exposure = []Vintage{{Known: 2012, First: 2010, Values: population}}
		driven.Key += "/driver"
		driven.Drivers = []Driver{{Name: "price", Vintages: []Vintage{{Known: 2012, First: 2010, Values: price}}}}
		p.Series = append(p.Series, plain, exposed, driven)
	}
	return withFlow(p, population)
}

// withFlow adds a service in balance, as in TestCohortStandsStill.
func withFlow(p Panel, population []float64) Panel {
	flow := &Flow{}
	for year := 2010; year <= 2010+len(p.Series[0].Values); year++ {
		flow.Rows = append(flow.Rows, FlowRow{Year: year, Age: 40, Duration: Entrant, Persons: 100, Days: 50})
		for d, n := range []float64{100, 50, 25, 25} {
			flow.Rows = append(flow.Rows, FlowRow{Year: year, Age: 41 + d, Duration: d, Persons: n, Exits: n / 2, Days: n / 2, ExitDays: n / 4})
		}
	}
	p.Series = append(p.Series, Series{
		Key: "flow", Groups: []string{"group", "all"}, First: 2010, Values: flat(200, len(p.Series[0].Values)),
		Exposure: []Vintage{{Known: 2012, First: 2010, Values: population}}, Flow: flow, Band: Band{0, 999},
	})
	return p
}

func fitAll(t *testing.T, m Model, p Panel) []Path {
	t.Helper()
	paths, err := m.Fit(p, conformanceHorizon)
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) != len(p.Series) {
		t.Fatalf("%d paths for %d series", len(paths), len(p.Series))
	}
	return paths
}

var frequencies = []int{1, 4, 12}

// TestModels checks what the Model interface promises, for every model.
func TestModels(t *testing.T) {
	for _, m := range Models {
		t.Run(m.Name(), func(t *testing.T) {
			done := 0
			for _, frequency := range frequencies {
				done += conform(t, m, frequency)
			}
			if done == 0 {
				t.Error("no series was forecast")
			}
			if _, err := Find(m.Name()); err != nil {
				t.Error(err)
			}
		})
	}
	if _, err := Find("oracle"); err == nil {
		t.Error("Find gave a model that is not there")
	}
}

// conform checks one model on one panel and returns the number of series it did.
func conform(t *testing.T, m Model, frequency int) (done int) {
	t.Helper()
	p := conformancePanel(frequency)
	paths := fitAll(t, m, p)
	if diff := cmp.Diff(conformancePanel(frequency), p, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("Fit changed the panel:\n%s", diff)
	}
	for i, path := range paths {
		checkPath(t, p.Series[i].Key, path)
		if path.Err == nil {
			done++
		}
	}
	if diff := cmp.Diff(means(paths), means(fitAll(t, m, p))); diff != "" {
		t.Errorf("two calls differ:\n%s", diff)
	}
	return done
}

func checkPath(t *testing.T, key string, path Path) {
	t.Helper()
	if path.Err != nil {
		known := false
		for _, reason := range reasons {
			known = known || errors.Is(path.Err, reason)
		}
		if !known || path.Mean != nil {
			t.Errorf("%s: error %v with points %v; want a known reason and no points", key, path.Err, path.Mean)
		}
		return
	}
	if len(path.Mean) != conformanceHorizon {
		t.Errorf("%s: %d points, want %d", key, len(path.Mean), conformanceHorizon)
	}
	for _, v := range path.Mean {
		if !finite(v) {
			t.Errorf("%s: path %v is not finite", key, path.Mean)
			break
		}
	}
}

func means(paths []Path) [][]float64 {
	out := make([][]float64, len(paths))
	for i, p := range paths {
		out[i] = p.Mean
	}
	return out
}

// ofPersons are the models that take values for counts of persons, so that the unit
// says how large chance is.
var ofPersons = []string{"cohort", "rates", "eb_rates"}

// TestModelsUnitFree: counting in tens instead of units must not change the answer.
func TestModelsUnitFree(t *testing.T) {
	for _, frequency := range frequencies {
		tens := conformancePanel(frequency)
		for i := range tens.Series {
			values := make([]float64, len(tens.Series[i].Values))
			for k, v := range tens.Series[i].Values {
				values[k] = v / 10
			}
			tens.Series[i].Values = values
		}
		for _, m := range Models {
			if slices.Contains(ofPersons, m.Name()) {
				continue
			}
			want, got := fitAll(t, m, conformancePanel(frequency)), fitAll(t, m, tens)
			for _, path := range got {
				for h := range path.Mean {
					path.Mean[h] *= 10
				}
			}
			for i := range want {
				if diff := cmp.Diff(want[i].Mean, got[i].Mean, cmpopts.EquateApprox(1e-4, 1e-12)); diff != "" {
					t.Errorf("%s, %d periods a year, %s: forecast depends on the unit:\n%s", m.Name(), frequency, tens.Series[i].Key, diff)
				}
			}
		}
	}
}

// TestModelsFuture: what happens after the origin must not change the answer
// there, nor may a vintage published later.
func TestModelsFuture(t *testing.T) {
	for _, frequency := range frequencies {
		p, changed := conformancePanel(frequency), conformancePanel(frequency)
		origin := p.Last() - 4
		for i := range changed.Series {
			s := &changed.Series[i]
			for k := origin - s.First + 1; k < len(s.Values); k++ {
				s.Values[k] = 1e6
			}
			if len(s.Exposure) > 0 {
				later := Vintage{Known: origin + 1, First: 2010, Values: flat(1, 100)}
				s.Exposure = append(s.Exposure, later)
			}
		}
		for _, m := range Models {
			want, got := fitAll(t, m, p.At(origin)), fitAll(t, m, changed.At(origin))
			if diff := cmp.Diff(means(want), means(got)); diff != "" {
				t.Errorf("%s saw the future:\n%s", m.Name(), diff)
			}
		}
	}
}

// TestModelsByHand. History 10, 12, 11, 15, 13 in 2015-2019; exposure 100, 100,
// 110, 120, 130 and then 130, 143.
//
//	flat3: (11+15+13)/3 = 13;  drift: 13 + h·3/4
//	demography: rates .1, .125, .1 have mean .108333, × 130 = 14.083333, × 143 = 15.491667
//	driver x = 1, 2, 3, 4, 5: slope (−2·10 − 12 + 15 + 2·13)/10 = .9, mean 12.2 at x = 3,
//	so 14.9 at x = 6 and 15.8 at x = 7.
//	no driver: y/12.2 − 1 on t − 2 has slope .9/12.2, so the level 13 of 2017-2019
//	(middle 2018) goes to 13 + 2·.9 = 14.8 and 15.7.
func TestModelsByHand(t *testing.T) {
	s := Series{Key: "s", First: 2015, Values: []float64{10, 12, 11, 15, 13}}
	exposed, driven := s, s
	exposed.Exposure = []Vintage{{Known: 2019, First: 2015, Values: []float64{100, 100, 110, 120, 130, 130, 143}}}
	driven.Drivers = []Driver{{Name: "x", Vintages: []Vintage{{Known: 2019, First: 2015, Values: []float64{1, 2, 3, 4, 5, 6, 7}}}}}
	tests := []struct {
		model  string
		series Series
		want   []float64
	}{
		{"naive", s, []float64{13, 13}},
		{"flat3", s, []float64{13, 13}},
		{"drift", s, []float64{13.75, 14.5}},
		{"demography", exposed, []float64{14.083333, 15.491667}},
		{"regression", driven, []float64{14.9, 15.8}},
		{"regression", s, []float64{14.8, 15.7}},
	}
	for _, tt := range tests {
		m, err := Find(tt.model)
		if err != nil {
			t.Fatal(err)
		}
		paths, err := m.Fit(Panel{Frequency: 1, Series: []Series{tt.series}}, 2)
		if err != nil {
			t.Fatal(err)
		}
		if paths[0].Err != nil {
			t.Errorf("%s: %v", tt.model, paths[0].Err)
		}
		if diff := cmp.Diff(tt.want, paths[0].Mean, cmpopts.EquateApprox(0, 1e-6)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.model, diff)
		}
	}
}

// TestRefusals: a reason for each thing that is missing.
func TestRefusals(t *testing.T) {
	s := Series{Key: "s", First: 2015, Values: []float64{10, 12, 11, 15, 13}}
	short := s
	short.Exposure = []Vintage{{Known: 2019, First: 2015, Values: []float64{100, 100, 110, 120, 130}}}
	constant := s
	constant.Drivers = []Driver{{Name: "x", Vintages: []Vintage{{First: 2015, Values: flat(3, 7)}}}}
	undriven := s
	undriven.Drivers = []Driver{{Name: "x", Vintages: []Vintage{{First: 2015, Values: flat(3, 5)}}}}
	tests := []struct {
		model  Model
		series Series
		want   error
	}{
		{demography, s, ErrNoExposure},
		{demography, short, ErrNoExposure},
		{regression{}, constant, ErrRefused},
		{regression{}, undriven, ErrNoDriver},
		{drift, Series{Key: "s", Values: []float64{1, 2}}, ErrTooShort},
		{naive, Series{Key: "s", Values: []float64{math.NaN()}}, ErrMissing},
	}
	for _, tt := range tests {
		paths, err := tt.model.Fit(Panel{Frequency: 1, Series: []Series{tt.series}}, 2)
		if err != nil {
			t.Fatal(err)
		}
		if !errors.Is(paths[0].Err, tt.want) {
			t.Errorf("%s: error %v, want %v", tt.model.Name(), paths[0].Err, tt.want)
		}
	}
}

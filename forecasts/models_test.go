package forecasts

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const conformanceHorizon = 4

// known reasons for a model not to do a series.
var reasons = []error{ErrTooShort, ErrMissing, ErrNoExposure, ErrNoDriver, ErrRefused, ErrNoFlow, ErrNoSeason, ErrNotAbove0}

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

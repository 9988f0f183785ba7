package forecasts

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// exposed is a band's population, the same every year.
func exposed(n float64) []Vintage {
	return []Vintage{{Known: 2000, First: 2000, Values: flat(n, 60)}}
}

// TestCohortGrowsOlder follows ten persons who never leave: at the start of 2023
// they are 16, so that year is childhood's, 2024 is half of it, and after it they
// are adults.
func TestCohortGrowsOlder(t *testing.T) {
	f := &Flow{}
	for i, year := range []int{2020, 2021, 2022} {
		f.Rows = append(f.Rows, FlowRow{Year: year, Age: 13 + i, Duration: longest, Persons: 10, Days: 10})
	}
	p := Panel{Frequency: 1, Series: []Series{
		{Key: "child", First: 2020, Values: []float64{10, 10, 10}, Exposure: exposed(1000), Flow: f, Band: Band{0, 17}, NonNegative: true},
		{Key: "adult", First: 2020, Values: []float64{0, 0, 0}, Exposure: exposed(4000), Flow: f, Band: Band{18, 999}, NonNegative: true},
	}}
	paths, err := cohort{}.Fit(p, 4)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]float64{{10, 5, 0, 0}, {0, 5, 10, 10}}
	for i := range want {
		if diff := cmp.Diff(want[i], paths[i].Mean, cmpopts.EquateApprox(0, 1e-9)); paths[i].Err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", p.Series[i].Key, paths[i].Err, diff)
		}
	}
}

// TestCohortStandsStill is a service in balance: each year 100 of 1,000
// inhabitants enter at mid-year and every other person leaves at mid-year, whatever
// the duration. On the first day 100 + 50 + 25 + 25 are there, so a year has
// 100·½ + 200·(½·1 + ½·½) = 200 full-year persons, for ever. The priors say the same
// as the data, so they change nothing.
func TestCohortStandsStill(t *testing.T) {
	f := &Flow{}
	for _, year := range []int{2020, 2021, 2022} {
		f.Rows = append(f.Rows, FlowRow{Year: year, Age: 40, Duration: Entrant, Persons: 100, Days: 50})
		for d, n := range []float64{100, 50, 25, 25} {
			f.Rows = append(f.Rows, FlowRow{Year: year, Age: 41 + d, Duration: d, Persons: n, Exits: n / 2, Days: n / 2, ExitDays: n / 4})
		}
	}
	p := Panel{Frequency: 1, Series: []Series{
		{Key: "all", First: 2020, Values: []float64{200, 200, 200}, Exposure: exposed(1000), Flow: f, Band: Band{0, 999}},
	}}
	paths, err := cohort{}.Fit(p, 6)
	if err != nil || paths[0].Err != nil {
		t.Fatal(err, paths[0].Err)
	}
	if diff := cmp.Diff(flat(200, 6), paths[0].Mean, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Error(diff)
	}

	// Twice the inhabitants from 2023 on: 100 more half-year entrants in the first
	// year, and in the second also 100 more in the stock, of whom half leave: +50,
	// +50 + 75.
	p.Series[0].Exposure[0].Values = append(flat(1000, 23), flat(2000, 37)...)
	if paths, err = (cohort{}).Fit(p, 2); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{250, 325}, paths[0].Mean, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Error(diff)
	}
}

// TestCohortNeeds checks what the model says when it cannot.
func TestCohortNeeds(t *testing.T) {
	f := &Flow{Rows: []FlowRow{{Year: 2021, Age: 30, Persons: 3, Days: 3}, {Year: 2022, Age: 31, Persons: 3, Days: 3}}}
	enough := &Flow{Rows: append([]FlowRow{{Year: 2020, Age: 29, Persons: 3, Days: 3}}, f.Rows...)}
	values := []float64{3, 3, 3}
	for name, tt := range map[string]struct {
		series Series
		want   error
	}{
		"no flow":     {Series{First: 2020, Values: values, Exposure: exposed(10)}, ErrNoFlow},
		"two years":   {Series{First: 2020, Values: values, Exposure: exposed(10), Flow: f, Band: Band{0, 99}}, ErrNoFlow},
		"no exposure": {Series{First: 2020, Values: values, Flow: enough, Band: Band{0, 99}}, ErrNoExposure},
		"no exposure of the future": {Series{First: 2020, Values: values, Flow: enough, Band: Band{0, 99},
			Exposure: []Vintage{{Known: 2000, First: 2020, Values: []float64{10, 10, 10}}}}, ErrNoExposure},
	} {
		paths, err := cohort{}.Fit(Panel{Frequency: 1, Series: []Series{tt.series}}, 2)
		if err != nil {
			t.Fatal(err)
		}
		if !errors.Is(paths[0].Err, tt.want) {
			t.Errorf("%s: error %v, want %v", name, paths[0].Err, tt.want)
		}
	}
}

// TestCohortForgetsLuck has 100 who come every year and leave within it, after half of
// it, and in the last year by chance after 62 hundredths: the mean is 54 full-year
// persons, in the last year too, and what that year had more is not carried on.
func TestCohortForgetsLuck(t *testing.T) {
	f := &Flow{}
	for i, days := range []float64{50, 50, 62} {
		f.Rows = append(f.Rows, FlowRow{Year: 2020 + i, Age: 40, Duration: Entrant, Persons: 100, Exits: 100, ExitDays: days})
	}
	p := Panel{Frequency: 1, Series: []Series{
		{Key: "all", First: 2020, Values: []float64{50, 50, 62}, Exposure: exposed(1000), Flow: f, Band: Band{0, 999}},
	}}
	paths, err := cohort{}.Fit(p, 3)
	if err != nil || paths[0].Err != nil {
		t.Fatal(err, paths[0].Err)
	}
	if diff := cmp.Diff(flat(54, 3), paths[0].Mean, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Error(diff)
	}
}

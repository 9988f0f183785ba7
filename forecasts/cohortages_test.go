package forecasts

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestCohortAgesWithinBand is a band of two ages. Each year 10 of the 100 inhabitants
// of 80 and 30 of the 100 of 81 enter, and leave within the year after a quarter of it:
// 40 · ¼ = 10 full-year persons. Over three years r(80) = (30 + 1)/(120 · ½ + 1) = 31/61
// and r(81) = (90 + 1)/61 = 91/61, with mean 1. In 2023 there are 50 and 150
// inhabitants, so 40 · (¼ · 31/61 + ¾ · 91/61) = 40 · 76/61 enter; in 2024 the other
// way round, 40 · (¾ · 31/61 + ¼ · 91/61) = 40 · 46/61. What is projected after the
// origin is not known at it.
func TestCohortAgesWithinBand(t *testing.T) {
	ages := &Ages{}
	count := func(known, year int, counted bool, persons ...float64) {
		for i, n := range persons {
			ages.Counts = append(ages.Counts, AgeCount{Known: known, Year: year, Age: 80 + i, Counted: counted, Persons: n})
		}
	}
	flow := &Flow{Ages: ages}
	for _, year := range []int{2020, 2021, 2022} {
		count(year, year, true, 100, 100)
		for i, n := range []float64{10, 30} {
			flow.Rows = append(flow.Rows, FlowRow{Year: year, Age: 80 + i, Duration: Entrant, Persons: n, Exits: n, ExitDays: n / 4})
		}
	}
	count(2020, 2023, false, 999, 1)
	count(2022, 2023, false, 50, 150)
	count(2022, 2024, false, 150, 50)
	count(2023, 2023, true, 1, 999)
	p := Panel{Frequency: 1, Series: []Series{
		{Key: "old", First: 2020, Values: []float64{10, 10, 10}, Exposure: exposed(200), Flow: flow, Band: Band{80, 81}},
	}}
	fit := func(horizon int) []float64 {
		paths, err := cohort{}.Fit(p, horizon)
		if err != nil || paths[0].Err != nil {
			t.Fatal(err, paths[0].Err)
		}
		return paths[0].Mean
	}
	if diff := cmp.Diff([]float64{10 * 76.0 / 61, 10 * 46.0 / 61}, fit(2), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Error(diff)
	}
	// 2025 has no census: the ages of the entrants stay as they were.
	if diff := cmp.Diff(flat(10, 3), fit(3), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Error(diff)
	}
}

// TestCohortEntersOnBirthdays is two services that open to persons on a birthday and at
// birth: each year ten come at the age before their first band, or are not yet born on
// its first day, and leave within the year after half of it: 10 · ½ = 5 full-year
// persons, for ever. A newborn who stays is
// 0 years old on the next first day.
func TestCohortEntersOnBirthdays(t *testing.T) {
	for name, band := range map[string]Band{"from 18": {18, 22}, "from birth": {0, 5}} {
		flow := &Flow{}
		for _, year := range []int{2020, 2021, 2022} {
			flow.Rows = append(flow.Rows, FlowRow{Year: year, Age: band.From - 1, Duration: Entrant, Persons: 10, Exits: 10, ExitDays: 5})
		}
		p := Panel{Frequency: 1, Series: []Series{
			{Key: "young", First: 2020, Values: []float64{5, 5, 5}, Exposure: exposed(200), Flow: flow, Band: band},
		}}
		paths, err := cohort{}.Fit(p, 3)
		if err != nil || paths[0].Err != nil {
			t.Fatal(err, paths[0].Err)
		}
		if diff := cmp.Diff(flat(5, 3), paths[0].Mean, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	stay := stockAfter([]FlowRow{{Year: 2022, Age: -1, Duration: Entrant, Persons: 10}}, 2022)
	var want stock
	want.add(0, 0, 10)
	if diff := cmp.Diff(&want, stay); diff != "" {
		t.Error(diff)
	}
}

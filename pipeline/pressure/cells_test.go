package pressure

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"opdrift/pipeline/money"
)

func ExamplePopulationCells() {
	// 10,000 people, 2,000 of them 18-22; 10 full-year persons at 100,000
	// kroner. A year later 20 full-year persons, a leap year and PL 1.02.
	//
	// Gross after is 20 × 100,000 × 366/365 × 1.02 = 2,045,589.04, so the real
	// price is unchanged. In millions v = u·d·L with u 1 to 2, d 1 to 366/365,
	// L 1 to 1.02; the Shapley value of three factors weighs first, second and
	// last place 1/3, 1/6 + 1/6, 1/3:
	//   usage    1/3·1 + 1/6·(1.002740 + 1.02) + 1/3·1.022795 = 1.011388
	//   calendar 0.002740·(1/3·1 + 1/6·(2 + 1.02) + 1/3·2.04) = 0.004155
	//   pl       0.02·(1/3·1 + 1/6·(2 + 1.002740) + 1/3·2.005479) = 0.030046
	observations := []Observation{{
		Key:    Key{"North", "residential", "18-22"},
		Before: Year{Inhabitants: 10_000, Population: 2_000, FullYearPersons: 10, Gross: 1_000_000, PL: 1, Days: 365},
		After:  Year{Inhabitants: 10_000, Population: 2_000, FullYearPersons: 20, Gross: 2_045_589.04, PL: 1.02, Days: 366},
	}}
	change, _ := Change(observations)
	set, cells, _ := PopulationCells(observations)
	effects, err := Decompose(set, cells, change, 0, Shapley)
	for _, e := range effects {
		fmt.Println(e.Name, e.Amount, e.Status)
	}
	fmt.Println(err)
	// Output:
	// population_size 0.00 measured
	// age_structure 0.00 measured
	// usage 1011388.13 measured
	// calendar 4155.25 measured
	// case_mix 0.00 not_measured
	// real_unit_cost 0.00 measured
	// pl 30045.66 measured
	// policy 0.00 measured
	// entry_exit 0.00 measured
	// <nil>
}

// obs is an observation of municipality M without PL, days or mix.
func obs(municipality, band string, before, after Year) Observation {
	return Observation{Key{municipality, "s", band}, before, after}
}

// amounts decomposes and returns the effects that are not 0.
func amounts(t *testing.T, observations []Observation, cells func([]Observation) (Set, []Cell, error)) map[string]money.Ore {
	t.Helper()
	change, err := Change(observations)
	if err != nil {
		t.Fatal(err)
	}
	set, list, err := cells(observations)
	if err != nil {
		t.Fatal(err)
	}
	effects, err := Decompose(set, list, change, 0, Shapley)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]money.Ore{}
	for _, e := range effects {
		if e.Amount != 0 {
			out[e.Name] = e.Amount
		}
	}
	return out
}

func TestRulesWherePartsAreMissing(t *testing.T) {
	steady := obs("M", "a", Year{Population: 100, FullYearPersons: 1, Gross: 500}, Year{Population: 100, FullYearPersons: 1, Gross: 500})
	cases := []struct {
		name string
		add  Observation
		want map[string]money.Ore // with population, 400 inhabitants before and after
		bare map[string]money.Ore // without
	}{
		{"a band that was empty gets a user",
			obs("M", "b", Year{Population: 300}, Year{Population: 300, FullYearPersons: 2, Gross: 80}),
			map[string]money.Ore{Usage: 80_00}, map[string]money.Ore{Volume: 80_00}},
		{"a band loses its last user",
			obs("M", "b", Year{Population: 300, FullYearPersons: 2, Gross: 80}, Year{Population: 300}),
			map[string]money.Ore{Usage: -80_00}, map[string]money.Ore{Volume: -80_00}},
		{"money without volume, both years",
			obs("M", "all", Year{Gross: 30}, Year{Gross: 45}),
			map[string]money.Ore{RealUnitCost: 15_00}, map[string]money.Ore{UnitCost: 15_00}},
		{"money without volume, one year",
			obs("M", "all", Year{}, Year{Gross: 45}),
			map[string]money.Ore{RealUnitCost: 45_00}, map[string]money.Ore{UnitCost: 45_00}},
		{"money without volume becomes volume",
			obs("M", "b", Year{Population: 300, Gross: 30}, Year{Population: 300, FullYearPersons: 2, Gross: 80}),
			map[string]money.Ore{EntryExit: 50_00}, map[string]money.Ore{EntryExit: 50_00}},
		{"volume without money",
			obs("M", "b", Year{Population: 300, FullYearPersons: 2}, Year{Population: 300, FullYearPersons: 2, Gross: 80}),
			map[string]money.Ore{RealUnitCost: 80_00}, map[string]money.Ore{UnitCost: 80_00}},
		{"a band without population",
			obs("M", "all", Year{FullYearPersons: 2, Gross: 80}, Year{FullYearPersons: 3, Gross: 120}),
			map[string]money.Ore{Usage: 40_00}, map[string]money.Ore{Volume: 40_00}},
		{"gross below 0 after a correction",
			obs("M", "b", Year{Population: 300, FullYearPersons: 2, Gross: 80}, Year{Population: 300, FullYearPersons: 2, Gross: -20}),
			map[string]money.Ore{RealUnitCost: -100_00}, map[string]money.Ore{UnitCost: -100_00}},
		{"nothing at all", obs("M", "b", Year{}, Year{}), nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			list := []Observation{steady, c.add}
			if got := amounts(t, list, PopulationCells); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("with population %v, want %v", got, c.want)
			}
			if got := amounts(t, list, VolumeCells); fmt.Sprint(got) != fmt.Sprint(c.bare) {
				t.Errorf("without population %v, want %v", got, c.bare)
			}
		})
	}
}

func TestServiceThatOpensInOneMunicipality(t *testing.T) {
	list := []Observation{
		obs("M", "a", Year{Population: 100, FullYearPersons: 1, Gross: 500}, Year{Population: 100, FullYearPersons: 1, Gross: 500}),
		obs("N", "a", Year{Population: 50}, Year{Population: 50, FullYearPersons: 4, Gross: 90}),
		obs("N", "b", Year{Population: 50}, Year{Population: 50, FullYearPersons: 1, Gross: 10}),
	}
	for _, cells := range []func([]Observation) (Set, []Cell, error){PopulationCells, VolumeCells} {
		if got := amounts(t, list, cells); fmt.Sprint(got) != fmt.Sprint(map[string]money.Ore{EntryExit: 100_00}) {
			t.Errorf("got %v, want all in entry_exit", got)
		}
	}
}

func TestVolumeCellsByHand(t *testing.T) {
	// Two municipalities with 6 and 4 full-year persons at 100 and 200 kroner,
	// then 4 and 6 at the same prices: 1,400 to 1,600, all of it mix:
	// 10·(−0.2·100 + 0.2·200) = 200.
	list := []Observation{
		obs("M", "", Year{FullYearPersons: 6, Gross: 600}, Year{FullYearPersons: 4, Gross: 400}),
		obs("N", "", Year{FullYearPersons: 4, Gross: 800}, Year{FullYearPersons: 6, Gross: 1200}),
	}
	if got := amounts(t, list, VolumeCells); fmt.Sprint(got) != fmt.Sprint(map[string]money.Ore{MunicipalityMix: 200_00}) {
		t.Errorf("got %v", got)
	}
	// A leap day at an unchanged daily price is volume: 366/365 of 3,650.
	list = []Observation{obs("M", "",
		Year{FullYearPersons: 1, Gross: 3650, Days: 365}, Year{FullYearPersons: 1, Gross: 3660, Days: 366})}
	if got := amounts(t, list, VolumeCells); fmt.Sprint(got) != fmt.Sprint(map[string]money.Ore{Volume: 10_00}) {
		t.Errorf("got %v", got)
	}
}

func TestMixIndexByHand(t *testing.T) {
	// Base prices 100 and 300 with shares 1/2 and 1/2, mean 200. Later shares
	// 1/4, 3/4: 250 / 200 = 1.25. With a third, new class taking half of the
	// later volume: (0.125·100 + 0.375·300 + 0.5·200) / 200 = 1.125.
	before := []Class{{"low", 5, 500}, {"high", 5, 1500}}
	after := []Class{{"high", 3, 9999}, {"low", 1, 1}}
	if q, ok, err := MixIndex(before, after); math.Abs(q-1.25) > 1e-12 || !ok || err != nil {
		t.Errorf("got %v, %v, %v", q, ok, err)
	}
	if q, ok, err := MixIndex(before, append(after, Class{"new", 4, 7})); math.Abs(q-1.125) > 1e-12 || !ok || err != nil {
		t.Errorf("got %v, %v, %v", q, ok, err)
	}
	for name, c := range map[string][2][]Class{
		"none":             {nil, nil},
		"none after":       {before, nil},
		"no volume before": {{{"low", 0, 5}}, after},
		"no volume after":  {before, {{"low", 0, 5}}},
		"no cost":          {{{"low", 5, 0}}, after},
	} {
		if q, ok, err := MixIndex(c[0], c[1]); ok || err != nil || q != 0 {
			t.Errorf("%s: got %v, %v, %v", name, q, ok, err)
		}
	}
	if _, _, err := MixIndex(before, []Class{{"low", math.NaN(), 1}}); err == nil {
		t.Error("NaN is accepted")
	}
}

func TestCaseMixIsSeparateFromPrice(t *testing.T) {
	// The mix index is 1.25 as above and class prices do not change: 10 × 200
	// to 10 × 250 kroner is case mix alone.
	list := []Observation{obs("M", "a",
		Year{Population: 100, FullYearPersons: 10, Gross: 2000, Mix: []Class{{"low", 5, 500}, {"high", 5, 1500}}},
		Year{Population: 100, FullYearPersons: 10, Gross: 2500, Mix: []Class{{"low", 2.5, 250}, {"high", 7.5, 2250}}})}
	if got := amounts(t, list, PopulationCells); fmt.Sprint(got) != fmt.Sprint(map[string]money.Ore{CaseMix: 500_00}) {
		t.Errorf("got %v", got)
	}
}

func TestObservationsRefused(t *testing.T) {
	good := Year{Population: 100, FullYearPersons: 1, Gross: 500, PL: 1, Days: 365}
	with := func(change func(*Year)) Year {
		y := good
		change(&y)
		return y
	}
	for want, list := range map[string][]Observation{
		"M/s/a is observed twice":        {obs("M", "a", good, good), obs("M", "a", good, good)},
		"M/s/a before: population is -1": {obs("M", "a", with(func(y *Year) { y.Population = -1 }), good)},
		"full_year_persons is NaN":       {obs("M", "a", good, with(func(y *Year) { y.FullYearPersons = math.NaN() }))},
		"gross is +Inf":                  {obs("M", "a", good, with(func(y *Year) { y.Gross = math.Inf(1) }))},
		"the year has 360 days":          {obs("M", "a", good, with(func(y *Year) { y.Days = 360 }))},
		"M/s/a lacks pl":                 {obs("M", "a", good, with(func(y *Year) { y.PL = 0 }))},
		"M/s/a lacks calendar":           {obs("M", "a", with(func(y *Year) { y.Days = 0 }), good)},
		"and no population":              {obs("M", "a", with(func(y *Year) { y.Population = 0 }), with(func(y *Year) { y.Population = 0 }))},
	} {
		if _, _, err := PopulationCells(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, _, err := VolumeCells([]Observation{obs("M", "a", good, with(func(y *Year) { y.Days = 0 }))}); err == nil {
		t.Error("days in one year only are accepted")
	}
}

// drawYear draws a side, empty or half empty as often as not. The ranges keep
// offsetting effects below the 2^53 øre that Decompose can round.
func drawYear(t *rapid.T) Year {
	y := Year{
		Inhabitants: 1e5, PL: rapid.Float64Range(0.8, 1.3).Draw(t, "pl"),
		Days: rapid.SampledFrom([]int{365, 366}).Draw(t, "days"),
	}
	if rapid.Bool().Draw(t, "has volume") {
		y.FullYearPersons = rapid.Float64Range(0.5, 500).Draw(t, "full-year persons")
	}
	if rapid.Bool().Draw(t, "has population") {
		y.Population = float64(rapid.IntRange(1000, 50_000).Draw(t, "population"))
	}
	if rapid.Bool().Draw(t, "has gross") {
		y.Gross = float64(rapid.Int64Range(-1e6, 1e9).Draw(t, "gross")) / 100
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "classes") {
		y.Mix = append(y.Mix, Class{fmt.Sprint(i), rapid.Float64Range(0.1, 9).Draw(t, "class volume"), rapid.Float64Range(1, 9).Draw(t, "class cost")})
	}
	return y
}

func TestAnyObservationsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Observation
		for i := range rapid.IntRange(0, 8).Draw(t, "observations") {
			list = append(list, obs(fmt.Sprint(i%3), fmt.Sprint(i), drawYear(t), drawYear(t)))
		}
		change, err := Change(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, make := range []func([]Observation) (Set, []Cell, error){PopulationCells, VolumeCells} {
			set, cells, err := make(list)
			if err != nil {
				t.Fatal(err)
			}
			effects, err := Decompose(set, cells, change, 0, Shapley)
			if err != nil {
				t.Fatal(err)
			}
			sum := money.Ore(0)
			for _, e := range effects {
				sum += e.Amount
			}
			if sum != change {
				t.Fatalf("set %s: sum %v, change %v", set.Name, sum, change)
			}
		}
	})
}

package pressure

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"opdrift/pipeline/money"
)

func ExampleDecompose() {
	// Volume 10 to 12 at 100 to 110 kroner: 320 kroner more, of it by Shapley
	// 210 from volume and 110 from price (see TestShapleyByHand). A law is known
	// to cost 64 kroner; it is taken from the two as 210 to 110: 42 and 22. A
	// second service of 50 kroner closes.
	cells := []Cell{
		{Key: "home", Before: []float64{10, 100}, After: []float64{12, 110}},
		{Key: "day", Before: []float64{1, 50}},
	}
	effects, err := Decompose(VolumeUnitCost, cells, 270_00, 64_00, Shapley)
	for _, e := range effects {
		fmt.Println(e.Name, e.Amount, e.Status)
	}
	fmt.Println(err)
	// Output:
	// volume 168.00 measured
	// unit_cost 88.00 measured
	// policy 64.00 measured
	// entry_exit -50.00 measured
	// <nil>
}

func TestOneAtATimeShowsItsRest(t *testing.T) {
	cells := []Cell{{Before: []float64{10, 100}, After: []float64{12, 110}}}
	effects, err := Decompose(VolumeUnitCost, cells, 320_00, 0, OneAtATime)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]money.Ore{Volume: 200_00, UnitCost: 100_00, Interaction: 20_00} {
		if got := find(effects, name).Amount; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

func TestPolicyWithoutEffectsToTakeItFrom(t *testing.T) {
	// A law opens a service of 50 kroner: the amount comes out of entry_exit.
	effects, err := Decompose(VolumeUnitCost, []Cell{{After: []float64{1, 50}}}, 50_00, 40_00, Shapley)
	if err != nil {
		t.Fatal(err)
	}
	if got := find(effects, EntryExit).Amount; got != 10_00 {
		t.Errorf("entry_exit is %v, want 50 − 40", got)
	}
	// Nothing moved although a law cost 30: what hid it is put down to volume
	// and price alike.
	same := []float64{2, 25}
	effects, err = Decompose(VolumeUnitCost, []Cell{{Before: same, After: same}}, 0, 30_00, Shapley)
	if err != nil {
		t.Fatal(err)
	}
	if v, p := find(effects, Volume).Amount, find(effects, UnitCost).Amount; v != -15_00 || p != -15_00 {
		t.Errorf("volume %v and unit cost %v, want −15 each", v, p)
	}
}

func TestNotMeasuredIsNotZero(t *testing.T) {
	set := WithoutPopulation.NotMeasured(MunicipalityMix)
	cells := []Cell{{Key: "North", Before: []float64{10, 1, 100}, After: []float64{12, 1, 110}}}
	effects, err := Decompose(set, cells, 320_00, 0, Shapley)
	if err != nil {
		t.Fatal(err)
	}
	if e := find(effects, MunicipalityMix); e.Status != NotMeasured || e.Amount != 0 {
		t.Errorf("got %+v", e)
	}
	if e := find(effects, Volume); e.Status != Measured {
		t.Errorf("got %+v", e)
	}
	if WithoutPopulation.Unmeasured != nil {
		t.Error("the shared set was changed")
	}

	cells[0].After[1] = 0.5
	_, err = Decompose(set, cells, -340_00, 0, Shapley)
	if err == nil || !strings.Contains(err.Error(), "North: municipality_mix is marked not measured but goes from 1 to 0.5") {
		t.Errorf("got %v", err)
	}
}

func TestDecomposeRefuses(t *testing.T) {
	cell := Cell{Key: "North", Before: []float64{10, 100}, After: []float64{12, 110}}
	_, err := Decompose(VolumeUnitCost, []Cell{cell}, 321_00, 0, Shapley)
	if err == nil || !strings.Contains(err.Error(), "320.00 kroner and the spending by 321.00") {
		t.Errorf("a change that is not the cells' gives %v", err)
	}
	for _, x := range []float64{math.NaN(), math.Inf(1)} {
		bad := Cell{Key: "North", Before: []float64{10, 100}, After: []float64{12, x}}
		if _, err := Decompose(VolumeUnitCost, []Cell{bad}, 0, 0, Shapley); err == nil || !strings.HasPrefix(err.Error(), "North: unit_cost is ") {
			t.Errorf("%v gives %v", x, err)
		}
	}
	huge := Cell{Key: "North", Before: []float64{1e200, 1e200}, After: []float64{1, 1}}
	if _, err := Decompose(VolumeUnitCost, []Cell{huge}, 0, 0, Shapley); err == nil {
		t.Error("an infinite product is accepted")
	}
	zero := Cell{Key: "North", Before: []float64{0, 100}, After: []float64{12, 110}}
	if _, err := Decompose(VolumeUnitCost, []Cell{zero}, 1320_00, 0, LMDI); !errors.Is(err, ErrNotPositive) {
		t.Errorf("lmdi of a zero gives %v", err)
	}
}

func TestNothingOfNothing(t *testing.T) {
	for _, m := range []Method{Shapley, LMDI, OneAtATime} {
		effects, err := Decompose(Full, nil, 0, 0, m)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range effects {
			if e.Amount != 0 {
				t.Errorf("%s: %s is %v", m, e.Name, e.Amount)
			}
		}
	}
}

func TestParseMethod(t *testing.T) {
	for _, m := range []Method{Shapley, LMDI, OneAtATime} {
		if got, err := ParseMethod(string(m)); got != m || err != nil {
			t.Errorf("ParseMethod(%q) = %q, %v", m, got, err)
		}
	}
	if _, err := ParseMethod("laspeyres"); err == nil {
		t.Error("an unknown method is accepted")
	}
}

func TestCatalogueNamesEveryEffect(t *testing.T) {
	for _, set := range []Set{Full, WithoutPopulation, VolumeUnitCost} {
		effects, err := Decompose(set, nil, 0, 0, OneAtATime)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range effects {
			if d, ok := Describe(e.Name); !ok || d.LabelDa == "" || d.LabelEn == "" {
				t.Errorf("%s is not in the catalogue with both labels", e.Name)
			}
		}
		for _, name := range set.PolicyFrom {
			if _, ok := Describe(name); !ok {
				t.Errorf("%s is not in the catalogue", name)
			}
		}
	}
	seen := map[string]bool{}
	for i, d := range Catalogue {
		if seen[d.Name] || d.Order != i+1 {
			t.Errorf("%s is there twice or out of order", d.Name)
		}
		seen[d.Name] = true
	}
	if _, ok := Describe("weather"); ok {
		t.Error("the catalogue knows the weather")
	}
}

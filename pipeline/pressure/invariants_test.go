package pressure

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"opdrift/pipeline/money"
)

// A drawn game with everything that Decompose takes.
type game struct {
	set    Set
	cells  []Cell
	change money.Ore
	policy money.Ore
	method Method
}

func draw(t *rapid.T) game {
	g := game{
		set:    rapid.SampledFrom([]Set{Full, WithoutPopulation, VolumeUnitCost}).Draw(t, "set"),
		method: rapid.SampledFrom([]Method{Shapley, LMDI, OneAtATime}).Draw(t, "method"),
		policy: money.Ore(rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "policy")),
	}
	if rapid.Bool().Draw(t, "no policy") {
		g.policy = 0
	}
	g.cells = drawGame(t, len(g.set.Factors), g.method != LMDI)
	g.change = changeOf(g.cells)
	return g
}

func (g game) effects(t *rapid.T) []Effect {
	effects, err := Decompose(g.set, g.cells, g.change, g.policy, g.method)
	if err != nil {
		t.Fatal(err)
	}
	return effects
}

// find returns an effect by name.
func find(effects []Effect, name string) Effect {
	return effects[slices.IndexFunc(effects, func(e Effect) bool { return e.Name == name })]
}

func TestEffectsAddUpToTheChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		sum := money.Ore(0)
		for _, e := range g.effects(t) {
			sum += e.Amount
		}
		if sum != g.change {
			t.Fatalf("effects sum to %v, the change is %v", sum, g.change)
		}
	})
}

func TestSwappingTheYearsTurnsEverySign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		if g.method == OneAtATime {
			t.Skip("one at a time is not symmetric in time")
		}
		there := g.effects(t)
		g.cells, g.change, g.policy = swapYears(g.cells), -g.change, -g.policy
		for i, e := range g.effects(t) {
			if e.Amount != -there[i].Amount {
				t.Fatalf("%s is %v there and %v back", e.Name, there[i].Amount, e.Amount)
			}
		}
	})
}

func TestUnchangedFactorHasNoEffect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		f := rapid.IntRange(0, len(g.set.Factors)-1).Draw(t, "unchanged")
		for _, c := range g.cells {
			if c.Before != nil && c.After != nil {
				c.After[f] = c.Before[f]
			}
		}
		// Policy can be taken from an effect of 0 only when all are 0.
		g.change, g.policy = changeOf(g.cells), 0
		if e := find(g.effects(t), g.set.Factors[f]); e.Amount != 0 {
			t.Fatalf("%s did not change and has effect %v", e.Name, e.Amount)
		}
	})
}

func TestSplittingACellChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		whole := g.effects(t)
		var halves []Cell
		for _, c := range g.cells {
			c.Weight /= 2
			halves = append(halves, c, c)
		}
		g.cells = halves
		// Sums in another order may round an øre the other way.
		if gap := apartBy(whole, g.effects(t)); gap > 1 {
			t.Fatalf("an effect moves by %v", gap)
		}
	})
}

func TestRescalingUnitsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		before := g.effects(t)
		f := rapid.IntRange(0, len(g.set.Factors)-2).Draw(t, "factor")
		k := rapid.Float64Range(0.001, 1000).Draw(t, "unit")
		for _, c := range g.cells {
			for _, vector := range [][]float64{c.Before, c.After} {
				if vector != nil {
					vector[f] *= k
					vector[f+1] /= k
				}
			}
		}
		if gap := apartBy(before, g.effects(t)); gap > 1 {
			t.Fatalf("an effect moves by %v", gap)
		}
	})
}

func TestCellsOfOneYearAreEntryAndExit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		g.policy = 0
		var alone []Cell
		for _, c := range g.cells {
			if c.Before == nil || c.After == nil {
				alone = append(alone, c)
			}
		}
		want := changeOf(alone)
		got := find(g.effects(t), EntryExit).Amount
		if math.Abs(float64(got-want)) > 1 {
			t.Fatalf("entry_exit is %v, spending of those cells changes by %v", got, want)
		}
	})
}

package pressure

import (
	"fmt"
	"math"
	"slices"
)

// maxFactors bounds the 2^n values of a game.
const maxFactors = 8

// mustMatch panics on cells that no caller should pass to a method.
func mustMatch(n int, cells []Cell) {
	if n < 1 || n > maxFactors {
		panic(fmt.Sprintf("pressure: %d factors, need 1 to %d", n, maxFactors))
	}
	for _, c := range cells {
		if len(c.Before) != n || len(c.After) != n {
			panic(fmt.Sprintf("pressure: cell %q has %d factors before and %d after, need %d in both",
				c.Key, len(c.Before), len(c.After), n))
		}
	}
}

// A split is a list of cells by what can be said of them.
type split struct {
	both      []Cell  // exist in both years
	entryExit float64 // spending of cells that came, less that of cells that went
	change    float64 // spending after − before, all cells
	size      float64 // Σ |spending|, both years: the scale of rounding errors
}

// divide sorts the cells and adds up their spending. A value that is not finite
// is an error; a vector of the wrong length or a cell in neither year is a
// mistake in code and panics.
func divide(set Set, cells []Cell) (split, error) {
	var out split
	var change, entryExit sum
	for _, c := range cells {
		if c.Before == nil && c.After == nil {
			panic(fmt.Sprintf("pressure: cell %q exists in neither year", c.Key))
		}
		for _, vector := range [][]float64{c.Before, c.After} {
			if err := set.checkVector(c, vector); err != nil {
				return out, err
			}
		}
		before, after := c.value(c.Before), c.value(c.After)
		change.add(after)
		change.add(-before)
		out.size += math.Abs(before) + math.Abs(after)
		if c.Before != nil && c.After != nil {
			out.both = append(out.both, c)
			continue
		}
		entryExit.add(after - before)
	}
	out.change, out.entryExit = change.value(), entryExit.value()
	return out, set.checkUnmeasured(out.both)
}

func (s Set) checkVector(c Cell, vector []float64) error {
	if vector != nil && len(vector) != len(s.Factors) {
		panic(fmt.Sprintf("pressure: cell %q has %d factors, set %s has %d", c.Key, len(vector), s.Name, len(s.Factors)))
	}
	for f, x := range vector {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("%s: %s is %v: need a finite number", c.Key, s.Factors[f], x)
		}
	}
	if v := c.value(vector); math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Errorf("%s: spending is %v with weight %v: need a finite amount", c.Key, v, c.weight())
	}
	return nil
}

// checkUnmeasured refuses a factor that is said not to be measured and differs
// between the years: its effect would be hidden by its status.
func (s Set) checkUnmeasured(both []Cell) error {
	for f, name := range s.Factors {
		if !slices.Contains(s.Unmeasured, name) {
			continue
		}
		for _, c := range both {
			if c.Before[f] != c.After[f] {
				return fmt.Errorf("%s: %s is marked not measured but goes from %v to %v: give it the same value in both years",
					c.Key, name, c.Before[f], c.After[f])
			}
		}
	}
	return nil
}

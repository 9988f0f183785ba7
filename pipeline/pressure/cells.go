package pressure

import (
	"cmp"
	"fmt"
	"math"
)

// A vectorer makes the two factor vectors of an observation that is costOnly or
// comparable. NaN stands for what is unknown and for the price; see complete.
type vectorer func(o Observation, k kind) (before, after []float64, err error)

// cellsOf turns observations into cells of n factors, the unit cost at index
// price.
func cellsOf(observations []Observation, services map[Key]presence, n, price int, vectors vectorer) ([]Cell, error) {
	var cells []Cell
	for _, o := range observations {
		switch k := o.kind(services); k {
		case nothing:
		case openedOrClosed, incomparable:
			cells = append(cells, o.apart(n)...)
		case costOnly, comparable:
			before, after, err := vectors(o, k)
			if err != nil {
				return nil, fmt.Errorf("%v: %w", o.Key, err)
			}
			complete(before, after, price, o.Before.Gross, o.After.Gross)
			cells = append(cells, Cell{Key: o.String(), Before: before, After: after})
		}
	}
	return cells, nil
}

// apart returns a cell for each year that is not empty, existing in that year
// only. Its factors do not matter, their product does.
func (o Observation) apart(n int) []Cell {
	alone := func(gross float64) []float64 {
		vector := make([]float64, n)
		for f := range vector {
			vector[f] = 1
		}
		vector[0] = gross
		return vector
	}
	var cells []Cell
	if !o.Before.empty() {
		cells = append(cells, Cell{Key: o.String(), Before: alone(o.Before.Gross)})
	}
	if !o.After.empty() {
		cells = append(cells, Cell{Key: o.String(), After: alone(o.After.Gross)})
	}
	return cells
}

// complete fills in what is NaN. A factor unknown in one year is as in the
// other, and 1 where it is unknown in both: it then has no effect. The price
// is what is left of gross, so the product is the spending; where there is no
// volume to divide by it is the other year's.
func complete(before, after []float64, price int, grossBefore, grossAfter float64) {
	for f := range before {
		if f != price {
			before[f], after[f] = agree(before[f], after[f])
		}
	}
	before[price], after[price] = agree(
		ratio(grossBefore, productWithout(before, price)),
		ratio(grossAfter, productWithout(after, price)))
}

func agree(before, after float64) (float64, float64) {
	switch noBefore, noAfter := math.IsNaN(before), math.IsNaN(after); {
	case noBefore && noAfter:
		return 1, 1
	case noBefore:
		return after, after
	case noAfter:
		return before, before
	}
	return before, after
}

func productWithout(vector []float64, skip int) float64 {
	product := 1.0
	for f, x := range vector {
		if f != skip {
			product *= x
		}
	}
	return product
}

// ratio is a/b, and NaN, unknown, where b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// known is x, and NaN where x is 0.
func known(x float64) float64 {
	if x == 0 {
		return math.NaN()
	}
	return x
}

// given reports whether any year has a figure that a source gives for all years
// or for none. It is an error where some years that are not empty lack it.
func given(observations []Observation, name string, of func(Year) float64) (bool, error) {
	any, lacking := false, ""
	for _, o := range observations {
		for _, y := range []Year{o.Before, o.After} {
			switch {
			case of(y) > 0:
				any = true
			case !y.empty():
				lacking = cmp.Or(lacking, o.String())
			}
		}
	}
	if any && lacking != "" {
		return false, fmt.Errorf("%s lacks %s, which others have: give it for all years or for none", lacking, name)
	}
	return any, nil
}

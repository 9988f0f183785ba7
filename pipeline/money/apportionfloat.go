package money

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// maxExact is the size, in øre, above which a float64 no longer tells
// neighbouring øre apart.
const maxExact = 1 << 53

// ApportionFloat rounds parts, in kroner and of any sign, to whole øre that add
// up to total exactly. Each part is rounded to the nearest øre; the difference
// to total is then taken one øre at a time where the rounding residual is
// largest, ties so that the lower index ends farther from 0. Parts that are
// exactly 0 stay 0, and changing every sign, total's too, changes every sign
// of the result.
//
// The parts must sum to about total. It is an error if more øre must be moved
// than there are parts other than 0, if a part is NaN or infinite, or if a part
// is above 2^53 øre, where a float64 no longer holds whole øre.
func ApportionFloat(total Ore, parts []float64) ([]Ore, error) {
	out := make([]Ore, len(parts))
	rests := make([]float64, len(parts))
	var movable []int
	missing := total
	for i, part := range parts {
		ore := part * 100
		if !(math.Abs(ore) <= maxExact) {
			return nil, fmt.Errorf("part %d is %v kroner: need a finite amount within ±%d øre", i, part, int64(maxExact))
		}
		nearest := math.Round(ore)
		out[i], rests[i] = Ore(nearest), ore-nearest
		missing -= out[i]
		if part != 0 {
			movable = append(movable, i)
		}
	}
	if missing.abs() > uint64(len(movable)) {
		return nil, fmt.Errorf("parts sum to %v and the total is %v: %d parts other than 0 cannot close a gap of %v",
			total-missing, total, len(movable), missing)
	}
	step := Ore(1)
	if missing < 0 {
		step = -1
	}
	sortByResidual(movable, parts, rests, float64(step))
	for _, i := range movable[:missing.abs()] {
		out[i] += step
	}
	return out, nil
}

// sortByResidual puts first the parts that gain most from a step up (+1) or
// down (-1). Among equals a step away from zero goes to the lowest index, and a
// step towards zero to the highest; so the same part wins when all signs turn.
func sortByResidual(order []int, parts, rests []float64, step float64) {
	slices.SortFunc(order, func(a, b int) int {
		if rests[a] != rests[b] {
			return cmp.Compare(step*rests[b], step*rests[a])
		}
		awayA, awayB := step*parts[a] > 0, step*parts[b] > 0
		switch {
		case awayA && awayB:
			return cmp.Compare(a, b)
		case !awayA && !awayB:
			return cmp.Compare(b, a)
		case awayA:
			return -1
		}
		return 1
	})
}

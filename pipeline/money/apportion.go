package money

import (
	"cmp"
	"math/big"
	"slices"
)

// Apportion divides total in proportion to the weights, in whole øre, by
// largest remainder: each part is first total × w / Σw rounded towards zero,
// and the øre left over go one each to the parts with the largest remainders,
// ties to the lower index. The parts add up to total, each is within one øre
// of its exact share, and a weight of 0 gets 0. A negative total gives the
// mirror image of the positive one. The arithmetic is exact for all int64.
//
// It returns nil when there is nothing to divide by: no weights, only zeros,
// or a negative weight. A caller must look for nil even when total is 0,
// because the total is then still undivided.
func Apportion(total Ore, weights []int64) []Ore {
	sum := new(big.Int)
	for _, w := range weights {
		if w < 0 {
			return nil
		}
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		return nil
	}

	amount := new(big.Int).SetUint64(total.abs())
	parts := make([]uint64, len(weights))
	rests := make([]*big.Int, len(weights))
	left := total.abs()
	for i, w := range weights {
		exact := new(big.Int).Mul(amount, big.NewInt(w))
		part, rest := exact.QuoRem(exact, sum, new(big.Int))
		parts[i], rests[i] = part.Uint64(), rest
		left -= parts[i]
	}
	for _, i := range byRest(rests)[:left] {
		parts[i]++
	}

	out := make([]Ore, len(parts))
	for i, part := range parts {
		out[i] = signed(part, total < 0)
	}
	return out
}

// byRest returns the indexes with the largest remainder first, ties to the
// lower index.
func byRest(rests []*big.Int) []int {
	order := make([]int, len(rests))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(rests[b].Cmp(rests[a]), cmp.Compare(a, b))
	})
	return order
}

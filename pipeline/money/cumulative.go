package money

import (
	"fmt"
	"math/bits"
)

// Cumulative divides amount into parts with shares num[k] / den, in whole øre,
// by cumulative rounding (docs/definitions.md, Money). With
// c_k = (num[0] + … + num[k]) / den,
//
//	part k = R(amount × c_k) − R(amount × c_{k−1})
//
// and R rounds to whole øre, half away from zero. Where the shares add up to 1
// the parts add up to amount; where they add up to less, to R(amount × c_n),
// and the caller decides what the rest is. The arithmetic is exact.
//
// It panics if den is not positive, a share is negative or the shares add up to
// more than 1: whoever reads shares from an extract checks them first.
func Cumulative(amount Ore, num []int64, den int64) []Ore {
	if den <= 0 {
		panic(fmt.Sprintf("money: denominator %d is not positive", den))
	}
	parts := make([]Ore, len(num))
	var sum int64
	var before Ore
	for k, n := range num {
		if n < 0 || n > den-sum {
			panic(fmt.Sprintf("money: share %d/%d of part %d is negative or brings the sum above 1", n, den, k))
		}
		sum += n
		after := signed(mulDiv(amount.abs(), uint64(sum), uint64(den)), amount < 0)
		parts[k] = after - before
		before = after
	}
	return parts
}

// mulDiv returns a × num / den, rounded half up, for num <= den, through a
// product of 128 bits.
func mulDiv(a, num, den uint64) uint64 {
	hi, lo := bits.Mul64(a, num)
	q, r := bits.Div64(hi, lo, den)
	if r >= den-r {
		q++
	}
	return q
}

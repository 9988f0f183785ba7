package priority

import (
	"math/big"

	"opdrift/pipeline/money"
)

// waterfill divides total over parts in proportion to their weights, no part
// above its cap: parts that would exceed it get the cap and the rest is divided
// again. When only parts of weight 0 are left, they share in proportion to their
// caps. What no part can take is returned as rest.
//
// Whole øre, exact: the parts and rest add up to total, and the order of equal
// parts decides only who gets the last øre (lower index first). A total, weight
// or cap below 0 counts as 0.
func waterfill(total money.Ore, weights []int64, caps []money.Ore) (parts []money.Ore, rest money.Ore) {
	parts = make([]money.Ore, len(caps))
	rest = max(0, total)
	rest = pour(rest, weights, caps, parts)
	if rest > 0 {
		left := make([]money.Ore, len(caps))
		byCap := make([]int64, len(caps))
		more := make([]money.Ore, len(caps))
		for i := range caps {
			left[i] = max(0, caps[i]-parts[i])
			byCap[i] = int64(left[i])
		}
		rest = pour(rest, byCap, left, more)
		for i := range parts {
			parts[i] += more[i]
		}
	}
	return parts, rest
}

// pour fills the parts of positive weight and returns what is left.
func pour(rest money.Ore, weights []int64, caps, parts []money.Ore) money.Ore {
	var active []int
	for i := range caps {
		if weights[i] > 0 && caps[i] > 0 {
			active = append(active, i)
		}
	}
	for rest > 0 && len(active) > 0 {
		open := bind(rest, active, weights, caps, parts)
		if len(open) == len(active) {
			share := make([]int64, len(active))
			for k, i := range active {
				share[k] = weights[i]
			}
			// Each exact share is below a whole cap, so one øre more is not above it.
			for k, part := range money.Apportion(rest, share) {
				parts[active[k]] = part
			}
			return 0
		}
		for _, i := range active {
			rest -= parts[i]
		}
		active = open
	}
	return rest
}

// bind gives its cap to every part whose share would reach it, and returns the
// others.
func bind(rest money.Ore, active []int, weights []int64, caps, parts []money.Ore) (open []int) {
	sum := new(big.Int)
	for _, i := range active {
		sum.Add(sum, big.NewInt(weights[i]))
	}
	for _, i := range active {
		share := new(big.Int).Mul(big.NewInt(int64(rest)), big.NewInt(weights[i]))
		if share.Cmp(new(big.Int).Mul(big.NewInt(int64(caps[i])), sum)) >= 0 {
			parts[i] = caps[i]
		} else {
			open = append(open, i)
		}
	}
	return open
}

package optimize

import "math"

// tighten moves the prices by subgradient steps (Polyak 1969, step halved when
// four steps bring nothing) and returns the best evaluation, leaves its prices
// in prices, and an average of the picked sets, near to the fractional optimum.
// It stops early when the bound falls below target: the branch is then done.
func (x *relaxation) tighten(s *state, prices []float64, steps int, target float64) (bounded, []float64) {
	base, constant := x.worth(s)
	now := append([]float64(nil), prices...)
	top := x.at(s, base, constant, now)
	share := make([]float64, len(x.m.ids))
	factor, idle := 1.5, 0
	b := top
	for step := range steps {
		blend(share, b.pick, 2/float64(step+2))
		length := x.move(now, b, factor, target)
		if length == 0 {
			break
		}
		b = x.at(s, base, constant, now)
		if b.value < top.value {
			top, idle = b, 0
			copy(prices, now)
		} else if idle++; idle == 4 {
			factor, idle = factor/2, 0
		}
		if top.value+top.slack < target {
			break
		}
	}
	return top, share
}

// move takes one step against what the picked set leaves of each limit. Without
// a target it aims a tenth below the bound. It returns 0 when no row is broken
// and none has a price: the bound cannot be improved.
func (x *relaxation) move(prices []float64, b bounded, factor, target float64) float64 {
	length := 0.0
	for r, rest := range b.rest {
		if rest < 0 || prices[r] > 0 {
			length += rest * rest
		}
	}
	if length == 0 {
		return 0
	}
	gap := b.value - target
	if math.IsInf(target, -1) {
		gap = 0.1*math.Abs(b.value) + 1e-6
	}
	size := factor * max(gap, 1e-9*math.Abs(b.value)+1e-9) / length
	for r, rest := range b.rest {
		prices[r] = max(0, prices[r]-size*rest)
	}
	return length
}

// blend moves the average towards the picked set, more in the first steps.
func blend(share []float64, pick []int, weight float64) {
	weight = max(weight, 0.1)
	for j := range share {
		share[j] *= 1 - weight
	}
	for _, j := range pick {
		if j >= 0 {
			share[j] += weight
		}
	}
}

// fixByBound fixes the free items whose other choice is bounded below target.
func (x *relaxation) fixByBound(s *state, b bounded, target float64) bool {
	fixed := false
	for k, part := range x.m.parts {
		top, second := 0.0, 0.0
		for _, j := range part {
			if s.fix[j] == free {
				if p := b.profit[j]; p > top {
					top, second = p, top
				} else {
					second = max(second, p)
				}
			}
		}
		without := b.value + b.slack - top
		for _, j := range part {
			if s.fix[j] != free {
				continue
			}
			if without+b.profit[j] < target {
				s.set(j, out)
				fixed = true
			} else if j == b.pick[k] && without+second < target {
				s.set(j, in)
				fixed = true
			}
		}
	}
	return fixed
}

package refusion

import (
	"fmt"

	"opdrift/pipeline/money"
)

// shares pays flat shares and sums what is left by unit.
func (c *computation) shares(cells []cell) error {
	for _, k := range cells {
		net := c.cells[k]
		if flat, _ := c.rules.share(k.scheme, k.unit.month); flat != nil && net > 0 {
			paid := flat.of(net)
			c.refund(k, k.scheme, paid, false)
			net -= paid
			c.cells[k] = net
		}
		sum := c.bases[k.unit] + net
		if sum > maxMonth || sum < -maxMonth {
			return fmt.Errorf("a %s's cost in month %d sums to %v: want at most %v either way", k.unit.owner, k.unit.month, sum, maxMonth)
		}
		c.bases[k.unit] = sum
	}
	return nil
}

// thresholds pays each unit's month and shares it back.
func (c *computation) thresholds(cells []cell) {
	for of := range units(cells) {
		u := of[0].unit
		level, ok := c.level(u.scheme, u.month, u.group)
		if !ok || !c.covered(u) {
			continue
		}
		refund := level.Refund(c.bases[u])
		if refund == 0 {
			continue
		}
		weights := make([]int64, len(of))
		for i, k := range of {
			weights[i] = int64(max(c.cells[k], 0))
		}
		for i, part := range money.Apportion(refund, weights) {
			c.refund(of[i], u.scheme, part, level.Assumed)
		}
	}
}

func (c *computation) refund(k cell, scheme string, ore money.Ore, assumed bool) {
	if ore != 0 {
		c.refunds = append(c.refunds, Refund{k.unit.municipality, k.person, k.service, scheme, k.unit.month, ore, assumed})
	}
}

func (c *computation) level(scheme string, month int64, g Group) (Level, bool) {
	key := levelKey{scheme, month, g}
	l, ok := c.levels[key]
	if !ok {
		l, _ = c.rules.Level(scheme, month, g, c.opts)
		c.levels[key] = l
	}
	return l, len(l.Steps) > 0
}

// covered says whether a unit's month counts by age, step 4 of [Compute].
func (c *computation) covered(u unit) bool {
	t, _ := c.rules.grouping(u.scheme, u.month)
	if t == nil {
		return false
	}
	if u.group == Young {
		return true
	}
	birth := c.births[u.id]
	if under(birth, t.Adult.AgeBelow, u.month) {
		return true
	}
	reached := monthOf(birthday(birth, t.Adult.AgeBelow))
	then, _ := c.rules.threshold(u.scheme, reached)
	if !t.Adult.CoveredBefore || then == nil || !then.Adult.CoveredBefore {
		return false
	}
	before := u
	before.month = reached - 1
	level, ok := c.level(u.scheme, before.month, Adult)
	return ok && level.Reaches(c.bases[before])
}

// merged adds up refunds of the same person, service, scheme and month: a young person's
// service can stand in the household and in his own unit.
func merged(sorted []Refund) []Refund {
	var out []Refund
	for _, r := range sorted {
		if n := len(out); n > 0 {
			same := out[n-1]
			same.Ore, same.Assumed = r.Ore, r.Assumed
			if same == r {
				out[n-1].Ore += r.Ore
				out[n-1].Assumed = out[n-1].Assumed || r.Assumed
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

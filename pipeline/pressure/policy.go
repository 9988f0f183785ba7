package pressure

import (
	"math"
	"slices"
)

// takeOutPolicy lowers the effects that decided changes work through by a known
// amount, in proportion to their absolute size, and leaves the rest alone:
//
//	effect_f −= policy · |effect_f| / Σ |effect_g|,  f and g in set.PolicyFrom
//
// An amount in `policy_changes` says what a law or a decision does to spending,
// and not through which factor. It cannot change how many people there are or
// the PL index, but it can change who gets help (usage or volume) and at what
// price, and so it is already inside those effects. Taking it out of exactly
// those keeps the sum exact without counting it twice; absolute size is used
// because a share of the net of a rise and a fall could exceed the whole.
// Exchanging the years and the sign of the amount still turns every sign.
//
// Where these effects are all 0 the amount comes out of entry_exit (a law may
// open a service), and where that is 0 too it is divided equally: the decision
// then hid movements of the opposite sign.
func takeOutPolicy(set Set, names []string, effects []float64, policy float64) {
	works := func(i int) bool { return slices.Contains(set.PolicyFrom, names[i]) }
	opens := func(i int) bool { return names[i] == EntryExit }
	size := func(i int) float64 { return math.Abs(effects[i]) }
	one := func(int) float64 { return 1 }

	for _, rule := range []struct {
		on     func(i int) bool
		weight func(i int) float64
	}{{works, size}, {opens, size}, {works, one}} {
		weights, total := make([]float64, len(effects)), 0.0
		for i := range effects {
			if rule.on(i) {
				weights[i] = rule.weight(i)
				total += weights[i]
			}
		}
		if total == 0 {
			continue
		}
		for i, w := range weights {
			effects[i] -= policy * (w / total)
		}
		return
	}
}

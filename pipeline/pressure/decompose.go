package pressure

import (
	"fmt"
	"math"
	"slices"

	"opdrift/pipeline/money"
)

// A Status says what an effect's amount is worth.
type Status string

const (
	Measured Status = "measured"
	// NotMeasured marks a factor that the data could not show. Its amount is 0
	// because something must stand there; whatever it did is inside the others.
	NotMeasured Status = "not_measured"
)

// An Effect is one row of table `pressure`.
type Effect struct {
	Name   string
	Amount money.Ore // part of the change; the parts add up to it exactly
	Status Status
}

// Decompose shares a change in spending out over the factors of a set. The
// effects come in this order: the factors, with OneAtATime the interaction,
// policy, entry_exit. They add up to change to the øre.
//
// Policy is the known effect on spending of what was decided between the two
// years. A decision works through who gets help and at what price, so its amount
// is already inside the effects that set.PolicyFrom names: it is taken out of
// them in proportion to their absolute size and shown by itself, which keeps
// the sum exact and counts nothing twice. A cell that exists in
// one year only is wholly entry_exit. A change of 0 over no cells gives effects
// of 0.
//
// The cells must say the same as the change: their spending after less before
// may differ from it by 1 øre + 10⁻⁹ of the spending of both years, which is
// the rounding of the factors, and this gap is closed in proportion to the
// effects. A larger gap is an error that names both figures, and so is a value
// that is not finite. LMDI also gives [ErrNotPositive].
func Decompose(set Set, cells []Cell, change, policy money.Ore, method Method) ([]Effect, error) {
	parts, err := divide(set, cells)
	if err != nil {
		return nil, err
	}
	if limit := 0.01 + 1e-9*parts.size; !(math.Abs(parts.change-change.Kroner()) <= limit) {
		return nil, fmt.Errorf("the cells change by %.2f kroner and the spending by %v: they may differ by %.2f, check that both cover the same rows",
			parts.change, change, limit)
	}
	effects, err := method.values(len(set.Factors), parts.both)
	if err != nil {
		return nil, err
	}
	names := slices.Clone(set.Factors)
	if method == OneAtATime {
		names = append(names, Interaction)
	}
	names, effects = append(names, EntryExit), append(effects, parts.entryExit)

	takeOutPolicy(set, names, effects, policy.Kroner())
	closeGap(effects, (change - policy).Kroner())
	amounts, err := money.ApportionFloat(change-policy, effects)
	if err != nil {
		return nil, fmt.Errorf("effects of set %s by %s: %w", set.Name, method, err)
	}
	return set.effects(names, amounts, policy), nil
}

// closeGap makes effects add up to total, but for the last bits. Effects of 0
// stay 0.
func closeGap(effects []float64, total float64) {
	gap, size := total, 0.0
	for _, e := range effects {
		gap -= e
		size += math.Abs(e)
	}
	if size == 0 {
		return
	}
	for i, e := range effects {
		effects[i] += gap * (math.Abs(e) / size)
	}
}

// effects puts names, statuses and the policy row to the amounts.
func (s Set) effects(names []string, amounts []money.Ore, policy money.Ore) []Effect {
	var out []Effect
	for i, name := range names {
		if name == EntryExit {
			out = append(out, Effect{Name: Policy, Amount: policy, Status: Measured})
		}
		status := Measured
		if slices.Contains(s.Unmeasured, name) {
			status = NotMeasured
		}
		out = append(out, Effect{Name: name, Amount: amounts[i], Status: status})
	}
	return out
}

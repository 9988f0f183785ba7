package optimize

import (
	"errors"
	"fmt"
	"slices"
)

// maxSum keeps every sum of a problem far from overflow.
const maxSum = int64(1) << 61

// check returns every fault of the problem at once.
func check(p Problem) error {
	var faults []error
	bad := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	known := map[string]bool{}
	for _, it := range p.Items {
		if it.ID == "" || known[it.ID] {
			bad("item id %q: want a name that no other item has", it.ID)
		}
		known[it.ID] = true
		if len(it.Cost) != len(p.Budgets) {
			bad("item %s has %d costs: want one for each of the %d budgets", it.ID, len(it.Cost), len(p.Budgets))
		}
	}
	for _, ref := range references(p) {
		if !known[ref.id] {
			bad("%s names the unknown item %q: name one of the items", ref.by, ref.id)
		}
	}
	if p.NodeLimit < 0 {
		bad("node limit is %d: want 0 (the default) or more", p.NodeLimit)
	}
	if len(faults) == 0 && tooLarge(p) {
		bad("values, costs or limits add up to more than 2^61: give them in a larger unit")
	}
	return errors.Join(faults...)
}

type reference struct{ by, id string }

func references(p Problem) []reference {
	var out []reference
	add := func(by string, ids ...string) {
		for _, id := range ids {
			out = append(out, reference{by, id})
		}
	}
	for _, c := range p.Caps {
		ids := make([]string, 0, len(c.Load))
		for id := range c.Load {
			ids = append(ids, id)
		}
		slices.Sort(ids) // faults in a fixed order
		add("cap "+c.Name, ids...)
	}
	for _, r := range p.Rules {
		if r.If != "" {
			add("rule "+r.Name, r.If)
		}
		add("rule "+r.Name, r.AnyOf...)
	}
	for _, g := range p.Exclusive {
		add("an exclusive group", g...)
	}
	for _, o := range p.Overlaps {
		add("an overlap", o.A, o.B)
	}
	return out
}

func tooLarge(p Problem) bool {
	var total float64 // enough for a comparison with 2^61
	add := func(xs ...int64) {
		for _, x := range xs {
			total += max(float64(x), -float64(x))
		}
	}
	for _, it := range p.Items {
		add(it.Value)
		add(it.Cost...)
	}
	for _, b := range p.Budgets {
		add(b.Max)
	}
	for _, c := range p.Caps {
		add(c.Max)
		for _, v := range c.Load {
			add(v)
		}
	}
	for _, o := range p.Overlaps {
		add(o.Value)
	}
	return total > float64(maxSum)
}

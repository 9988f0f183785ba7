package priority

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A class is levels of a margin that are weighted as one.
type class struct {
	members []int // levels, ascending
	size    int   // respondents
}

func (c class) with(d class) class {
	members := slices.Concat(c.members, d.members)
	slices.Sort(members)
	return class{members, c.size + d.size}
}

// classesOf joins levels until each class has at least 5 respondents, or is the
// only one. Levels in no class leave the margin.
func classesOf(c census) []class {
	all := make([]class, len(c.levels))
	for l := range all {
		all[l] = class{[]int{l}, c.counts[l]}
	}
	if c.ordered() {
		return c.neighbours(all)
	}
	return pooled(all)
}

// pooled puts all small levels of a margin without order in one class and, if
// that is small itself, the smallest of the others with them (of equals, the
// first by name). Empty levels leave. A pool mixes levels that have nothing in
// common, but contradicts other margins less than pairs by the alphabet do:
// each margin still says how much of the pool is whose.
func pooled(all []class) []class {
	var pool class
	var rest []class
	for _, c := range all {
		switch {
		case c.size >= smallest:
			rest = append(rest, c)
		case c.size > 0:
			pool = pool.with(c)
		}
	}
	for pool.size > 0 && pool.size < smallest && len(rest) > 0 {
		at := 0
		for k := range rest {
			if rest[k].size < rest[at].size {
				at = k
			}
		}
		pool = pool.with(rest[at])
		rest = slices.Delete(rest, at, at+1)
	}
	if pool.size > 0 {
		rest = append(rest, pool)
	}
	return rest
}

// neighbours joins small and empty age bands, fewest answers first, with the
// band beside them. An empty band joins only one that touches it: where the
// frame has a gap of ages there is no neighbour, and the band leaves.
func (c census) neighbours(all []class) []class {
	all = c.join(all, 1)
	all = slices.DeleteFunc(all, func(c class) bool { return c.size == 0 })
	return c.join(all, smallest)
}

// join works on all classes of fewer than least respondents.
func (c census) join(all []class, least int) []class {
	for {
		at, into := -1, -1
		for k, x := range all {
			if x.size < least && (at < 0 || x.size < all[at].size) {
				if j := c.beside(all, k); j >= 0 {
					at, into = k, j
				}
			}
		}
		if at < 0 {
			return all
		}
		at, into = min(at, into), max(at, into)
		all[at] = all[at].with(all[into])
		all = slices.Delete(all, into, into+1)
	}
}

// beside is the class that k had better join: one on its own side of 18, 23 and
// 67, where services change, then the one of fewer respondents, then the
// younger; −1 for none.
func (c census) beside(all []class, k int) int {
	best, bestCrosses := -1, false
	for _, j := range []int{k - 1, k + 1} {
		if j < 0 || j >= len(all) {
			continue
		}
		younger, older := all[min(j, k)].members, all[max(j, k)].members
		_, end, _ := ages(c.levels[younger[len(younger)-1]].Level)
		start, _, _ := ages(c.levels[older[0]].Level)
		if all[k].size == 0 && end+1 != start {
			continue
		}
		crosses := start == 18 || start == 23 || start == 67
		if best < 0 || bestCrosses && !crosses || bestCrosses == crosses && all[j].size < all[best].size {
			best, bestCrosses = j, crosses
		}
	}
	return best
}

// ordered tells whether the levels are age bands. Other words have no order.
func (c census) ordered() bool {
	for _, m := range c.levels {
		if _, _, ok := ages(m.Level); !ok {
			return false
		}
	}
	return c.name == "age_band"
}

// ages reads a band such as 6-11, 85+ or 18.
func ages(band string) (from, to int, ok bool) {
	low, high, closed := strings.Cut(band, "-")
	low, open := strings.CutSuffix(low, "+")
	from, err := strconv.Atoi(low)
	switch {
	case err != nil || open && closed:
		return 0, 0, false
	case open:
		return from, math.MaxInt32, true
	case !closed:
		return from, from, true
	}
	to, err = strconv.Atoi(high)
	return from, to, err == nil
}

// compareLevels sorts age bands by age and words by name.
func compareLevels(a, b string) int {
	x, _, okx := ages(a)
	y, _, oky := ages(b)
	if okx && oky && x != y {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(a, b)
}

// names lists levels, but for one.
func (c census) names(members []int, but int) string {
	var out []string
	for _, l := range members {
		if l != but {
			out = append(out, c.levels[l].Level)
		}
	}
	return strings.Join(out, ", ")
}

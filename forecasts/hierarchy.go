package forecasts

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Node is a sum of series that is forecast in its own right, such as a service, a
// committee or the whole. All members of all nodes must have one unit.
type Node struct {
	Key     string // unique
	Level   string // such as "service"; nodes of a level are compared together
	Members []int  // indices of Panel.Series
}

// bottomLevel names the series themselves, beside the levels of nodes.
const bottomLevel = "series"

// A hierarchy is the nodes that can be reconciled: over the series that have a value in
// every period, for a sum of which some parts come and go says nothing of its members.
type hierarchy struct {
	series  []int   // indices of Panel.Series, ascending
	nodes   []Node  // Members are places in series; each with two or more, no two alike
	totals  Panel   // the nodes' own histories
	holders [][]int // by place: the nodes that hold it
}

// newHierarchy keeps what can be reconciled. It panics on a member that is no series,
// which is a mistake in the calling code.
func newHierarchy(p Panel, nodes []Node) hierarchy {
	var h hierarchy
	place := make(map[int]int)
	for _, n := range nodes {
		for _, i := range n.Members {
			if i < 0 || i >= len(p.Series) {
				panic(fmt.Sprintf("forecasts: node %s has member %d of %d series", n.Key, i, len(p.Series)))
			}
			place[i] = 0
		}
	}
	first, last := math.MaxInt, p.Last()
	for i := range place {
		first = min(first, p.Series[i].First)
	}
	for i, s := range p.Series {
		if _, member := place[i]; member && s.complete(first, last) {
			place[i] = len(h.series)
			h.series = append(h.series, i)
		} else {
			delete(place, i)
		}
	}
	h.keepNodes(nodes, place)
	h.totals = Panel{Frequency: p.Frequency}
	for _, n := range h.nodes {
		h.totals.Series = append(h.totals.Series, h.sum(p, n, first, last))
	}
	return h
}

// complete reports whether a series has a value in every period from first to last.
func (s Series) complete(first, last int) bool {
	for t := first; t <= last; t++ {
		if !finite(s.at(t)) {
			return false
		}
	}
	return last >= first
}

// keepNodes turns members into places. A node of one series is that series, and of two
// with the same members the first stands.
func (h *hierarchy) keepNodes(nodes []Node, place map[int]int) {
	seen := make(map[string]bool)
	h.holders = make([][]int, len(h.series))
	for _, n := range nodes {
		var members []int
		for _, i := range n.Members {
			if k, ok := place[i]; ok {
				members = append(members, k)
			}
		}
		slices.Sort(members)
		members = slices.Compact(members)
		key := strings.Trim(fmt.Sprint(members), "[]")
		if len(members) < 2 || seen[key] {
			continue
		}
		seen[key] = true
		for _, k := range members {
			h.holders[k] = append(h.holders[k], len(h.nodes))
		}
		h.nodes = append(h.nodes, Node{Key: n.Key, Level: n.Level, Members: members})
	}
}

// sum is a node's own history. Where all members' exposures were published at the same
// times their sums are its exposure: each member's population counts once for each
// service that it could use.
func (h *hierarchy) sum(p Panel, n Node, first, last int) Series {
	s := Series{Key: n.Key, First: first, Values: make([]float64, last-first+1), NonNegative: true}
	for _, k := range n.Members {
		member := p.Series[h.series[k]]
		s.NonNegative = s.NonNegative && member.NonNegative
		for t := range s.Values {
			s.Values[t] += member.at(first + t)
		}
	}
	s.Exposure = h.exposure(p, n)
	return s
}

func (h *hierarchy) exposure(p Panel, n Node) []Vintage {
	var out []Vintage
	for j, k := range n.Members {
		member := p.Series[h.series[k]].Exposure
		if j == 0 {
			for _, v := range member {
				v.Values = slices.Clone(v.Values)
				out = append(out, v)
			}
			continue
		}
		if len(member) != len(out) {
			return nil
		}
		for i, v := range member {
			if v.Known != out[i].Known || v.First != out[i].First || len(v.Values) != len(out[i].Values) {
				return nil
			}
			for t, x := range v.Values {
				out[i].Values[t] += x
			}
		}
	}
	return out
}

// levels names the levels that have nodes, the series first.
func (h *hierarchy) levels() []string {
	out := []string{bottomLevel}
	for _, n := range h.nodes {
		if !slices.Contains(out, n.Level) {
			out = append(out, n.Level)
		}
	}
	return out
}

// tops returns, for each place, the node with the most members that holds it; -1 where
// none does.
func (h *hierarchy) tops() []int {
	out := make([]int, len(h.series))
	for k, nodes := range h.holders {
		out[k] = -1
		for _, n := range nodes {
			if out[k] < 0 || len(h.nodes[n].Members) > len(h.nodes[out[k]].Members) {
				out[k] = n
			}
		}
	}
	return out
}

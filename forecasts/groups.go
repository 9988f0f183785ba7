package forecasts

import (
	"maps"
	"slices"
)

// members returns, for every group at every level, its series in panel order.
func (p Panel) members() map[string][]int {
	members := make(map[string][]int)
	for i, s := range p.Series {
		for _, g := range s.groups() {
			members[g] = append(members[g], i)
		}
	}
	return members
}

// names returns the keys in order, so that no result depends on map order.
func names[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

package refusion

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Whose key names a unit.
const (
	person    = "person"
	household = "household"
)

// A unit is whose cost of a month is held against the amounts.
type unit struct {
	municipality string
	scheme       string // with amounts; empty where the cost counts in none
	group        Group
	owner        string // household or person: whose key id is
	id           string
	month        int64
}

func (a unit) compare(b unit) int {
	return cmp.Or(strings.Compare(a.municipality, b.municipality), strings.Compare(a.scheme, b.scheme), cmp.Compare(a.month, b.month),
		cmp.Compare(a.group, b.group), strings.Compare(a.owner, b.owner), strings.Compare(a.id, b.id))
}

// A cell is a person's cost in one service within a unit.
type cell struct {
	unit            unit
	person, service string
	scheme          string // of the service
}

// sorted lists the cells, each unit's together.
func (c *computation) sorted() []cell {
	cells := make([]cell, 0, len(c.cells))
	for k := range c.cells {
		cells = append(cells, k)
	}
	slices.SortFunc(cells, func(a, b cell) int {
		return cmp.Or(a.unit.compare(b.unit), strings.Compare(a.person, b.person), strings.Compare(a.service, b.service), strings.Compare(a.scheme, b.scheme))
	})
	return cells
}

// units yields the cells of each unit and month. They follow each other.
func units(sorted []cell) iter.Seq[[]cell] {
	return func(yield func([]cell) bool) {
		for from := 0; from < len(sorted); {
			to := from
			for to < len(sorted) && sorted[to].unit == sorted[from].unit {
				to++
			}
			if !yield(sorted[from:to]) {
				return
			}
			from = to
		}
	}
}

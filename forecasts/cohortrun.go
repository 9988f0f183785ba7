package forecasts

import (
	"fmt"
	"slices"
)

// A stock is the persons of a service by age and by completed years in it; who is older or
// longer there than the last counts there.
type stock [oldestAge + 1][longest + 1]float64

func (s *stock) add(age, duration int, persons float64) {
	s[max(0, min(age, oldestAge))][min(duration, longest)] += persons
}

// stockBefore is the stock on the first day of a year, stockAfter that on the day
// after its last.
func stockBefore(rows []FlowRow, year int) *stock {
	var out stock
	for _, r := range rows {
		if r.Year == year && r.Duration != Entrant {
			out.add(r.Age, r.Duration, r.Persons)
		}
	}
	return &out
}

func stockAfter(rows []FlowRow, year int) *stock {
	var out stock
	for _, r := range rows {
		if r.Year == year {
			out.add(r.Age+1, r.Duration+1, r.Persons-r.Exits)
		}
	}
	return &out
}

// run steps the stock through years and returns the volume by year and band.
func (m *flowModel) run(now *stock, first, years int, by luck) ([][]float64, error) {
	volumes := make([][]float64, years)
	for h := range years {
		volume := make([]float64, len(m.bands))
		next := new(stock)
		step := func(age, duration int, persons float64, entrant bool) {
			leavers := by.leave(persons, m.exit(age, duration))
			stay, leave := m.presence[entrant][0], m.presence[entrant][1]
			m.share(volume, age, by.presence((persons-leavers)*stay+leavers*leave, persons, leavers, entrant))
			next.add(age+1, duration+1, persons-leavers)
		}
		for age := range now {
			for duration, persons := range now[age] {
				if persons != 0 {
					step(age, duration, persons, false)
				}
			}
		}
		for b := range m.bands {
			n := m.exposure[b].at(first + h)
			if !finite(n) || n <= 0 {
				return nil, fmt.Errorf("%w: %v at period %d", ErrNoExposure, n, first+h)
			}
			all := m.entry[b] * n * m.drifted(first+h)
			for _, at := range m.entryShares(b, first+h) {
				if came := by.enter(all * at.share); came != 0 {
					step(at.age, Entrant, came, true)
				}
			}
		}
		volumes[h], now = volume, next
	}
	return volumes, nil
}

// luck is what becomes of expected numbers: themselves, or numbers drawn by chance.
type luck interface {
	enter(mean float64) float64                                     // persons who come
	leave(persons, hazard float64) float64                          // of them, who leave
	presence(mean, persons, leavers float64, entrants bool) float64 // full-year persons in all
}

// expected is no luck at all.
type expected struct{}

func (expected) enter(mean float64) float64                  { return mean }
func (expected) leave(persons, hazard float64) float64       { return persons * hazard }
func (expected) presence(mean, _, _ float64, _ bool) float64 { return mean }

// share gives half of a year of age to the band of the age at the year's first
// day and half to the one a year older, birthdays being spread over the year.
func (m *flowModel) share(volume []float64, age int, presence float64) {
	young, old := m.band(age), m.band(age+1)
	if young < 0 {
		young = old
	}
	if old < 0 {
		old = young
	}
	if young < 0 {
		return
	}
	volume[young] += presence / 2
	volume[old] += presence / 2
}

func sortedCells[V any](m map[[2]int]V) [][2]int {
	keys := make([][2]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]int) int { return compareInts(a[0], b[0], a[1], b[1]) })
	return keys
}

func sortedAges(m map[int]float64) []int {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

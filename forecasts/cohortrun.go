package forecasts

import (
	"fmt"
	"slices"
)

// stockBefore is the stock on the first day of a year, stockAfter that on the day
// after its last.
func stockBefore(rows []FlowRow, year int) map[[2]int]float64 {
	stock := map[[2]int]float64{}
	for _, r := range rows {
		if r.Year == year && r.Duration != Entrant {
			stock[[2]int{r.Age, r.Duration}] += r.Persons
		}
	}
	return stock
}

func stockAfter(rows []FlowRow, year int) map[[2]int]float64 {
	stock := map[[2]int]float64{}
	for _, r := range rows {
		if r.Year == year {
			stock[[2]int{r.Age + 1, min(r.Duration+1, longest)}] += r.Persons - r.Exits
		}
	}
	return stock
}

// run steps the stock through years and returns the volume by year and band.
func (m *flowModel) run(stock map[[2]int]float64, first, years int) ([][]float64, error) {
	volumes := make([][]float64, years)
	for h := range years {
		volume := make([]float64, len(m.bands))
		next := map[[2]int]float64{}
		step := func(age, duration int, persons float64, entrant bool) {
			q := m.exit(age, duration)
			stay, leave := m.presence[entrant][0], m.presence[entrant][1]
			m.share(volume, age, persons*((1-q)*stay+q*leave))
			next[[2]int{min(age+1, oldestAge), min(duration+1, longest)}] += persons * (1 - q)
		}
		for _, key := range sortedCells(stock) {
			step(key[0], key[1], stock[key], false)
		}
		for b := range m.bands {
			n := m.exposure[b].at(first + h)
			if !finite(n) || n <= 0 {
				return nil, fmt.Errorf("%w: %v at period %d", ErrNoExposure, n, first+h)
			}
			entrants := m.entrants(b, first+h)
			for _, age := range sortedAges(entrants) {
				step(age, Entrant, entrants[age], true)
			}
		}
		volumes[h], stock = volume, next
	}
	return volumes, nil
}

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

func sortedCells(m map[[2]int]float64) [][2]int {
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

package population

import (
	"fmt"
	"math"
	"slices"
)

// A grid is a checked history without gaps.
type grid struct {
	width int
	sexes []Sex
	years []int // ascending; they need not be consecutive
	at    map[int]layer
}

// A layer is persons by sex (in the order of the grid's) and age group.
type layer struct {
	persons [][]float64
	filled  [][]bool
}

func newLayer(sexes, groups int) layer {
	l := layer{make([][]float64, sexes), make([][]bool, sexes)}
	for s := range sexes {
		l.persons[s], l.filled[s] = make([]float64, groups), make([]bool, groups)
	}
	return l
}

func (l layer) groups() int { return len(l.persons[0]) }

// native returns the width of the age groups: 5 where every age is a multiple of
// it, else 1.
func native(history []Count) int {
	for _, c := range history {
		if c.Age%5 != 0 {
			return 1
		}
	}
	return 5
}

type cell struct {
	sex       Sex
	year, age int
}

// newGrid checks a history, folds ages from the open one on together and fills
// gaps of up to two ages.
func newGrid(history []Count, width, openAge int) (*grid, error) {
	cells, g, err := collect(history, width)
	if err != nil {
		return nil, err
	}
	top := g.openAge(cells, openAge)
	for _, year := range g.years {
		l := newLayer(len(g.sexes), top/width+1)
		for s, sex := range g.sexes {
			if err := g.fill(l, s, cells, cell{sex: sex, year: year}, top); err != nil {
				return nil, err
			}
		}
		g.at[year] = l
	}
	return g, nil
}

// collect checks each count on its own and puts it in its cell.
func collect(history []Count, width int) (map[cell]float64, *grid, error) {
	if len(history) == 0 {
		return nil, nil, fmt.Errorf("%w: it is empty; give persons by age for at least two years", ErrHistory)
	}
	cells := make(map[cell]float64, len(history))
	g := &grid{width: width, at: make(map[int]layer)}
	for _, c := range history {
		if err := c.check(); err != nil {
			return nil, nil, err
		}
		at := cell{c.Sex, c.Year, c.Age}
		if _, twice := cells[at]; twice {
			return nil, nil, fmt.Errorf("%w: age %d in %d is there twice for one sex; give it once", ErrHistory, c.Age, c.Year)
		}
		cells[at] = c.Persons
		g.sexes, g.years = append(g.sexes, c.Sex), append(g.years, c.Year)
	}
	slices.Sort(g.sexes)
	slices.Sort(g.years)
	g.sexes, g.years = slices.Compact(g.sexes), slices.Compact(g.years)
	if len(g.sexes) > 1 && g.sexes[0] == Both {
		return nil, nil, fmt.Errorf("%w: some counts are of both sexes and some of one; give all of them by sex or none", ErrHistory)
	}
	return cells, g, nil
}

func (c Count) check() error {
	switch {
	case c.Sex > Female:
		return fmt.Errorf("%w: sex is %d; allowed are Both, Male and Female", ErrHistory, c.Sex)
	case c.Age < 0 || c.Age > maxAge:
		return fmt.Errorf("%w: age is %d in %d; allowed are 0 to %d", ErrHistory, c.Age, c.Year, maxAge)
	case c.Year < 1 || c.Year > 9999:
		return fmt.Errorf("%w: year is %d; allowed are 1 to 9999", ErrHistory, c.Year)
	case !(c.Persons >= 0 && c.Persons <= maxPerson):
		return fmt.Errorf("%w: persons of age %d in %d are %v; allowed are 0 to %.0g", ErrHistory, c.Age, c.Year, c.Persons, maxPerson)
	}
	return nil
}

// openAge is the lowest, over years and sexes, of the highest age, on a multiple
// of the width; at most what is asked for, or 100.
func (g *grid) openAge(cells map[cell]float64, asked int) int {
	type layerKey struct {
		sex  Sex
		year int
	}
	highest := make(map[layerKey]int)
	for c := range cells {
		k := layerKey{c.sex, c.year}
		highest[k] = max(highest[k], c.age)
	}
	top := asked
	if asked == 0 {
		top = maxOpen
	}
	for _, age := range highest {
		top = min(top, age)
	}
	return top / g.width * g.width
}

// fill writes one sex of one year, and what lies between where an age is missing.
func (g *grid) fill(l layer, s int, cells map[cell]float64, at cell, top int) error {
	persons := l.persons[s]
	for i := range persons {
		persons[i] = math.NaN()
	}
	for age := range maxAge + 1 {
		at.age = age
		v, ok := cells[at]
		if !ok {
			continue
		}
		i := min(age, top) / g.width
		if math.IsNaN(persons[i]) {
			persons[i] = 0
		}
		persons[i] += v
	}
	return interpolate(persons, l.filled[s], g.width, at)
}

// interpolate fills up to two missing groups in a row, on the line between their
// neighbours.
func interpolate(persons []float64, filled []bool, width int, at cell) error {
	before := -1
	for i, v := range persons {
		if math.IsNaN(v) {
			continue
		}
		gap := i - before - 1
		if gap > 0 && before < 0 || gap > maxGap {
			return fmt.Errorf("%w: ages %d to %d are missing in %d; at most %d in a row are filled in, and not the first: give them, or a lower open age",
				ErrHistory, (before+1)*width, i*width-1, at.year, maxGap)
		}
		for j := before + 1; j < i; j++ {
			share := float64(j-before) / float64(gap+1)
			persons[j], filled[j] = persons[before]*(1-share)+v*share, true
		}
		before = i
	}
	if before < 0 {
		return fmt.Errorf("%w: %d has no count of one sex; give both sexes in every year", ErrHistory, at.year)
	}
	return nil
}

// widened adds single ages up to groups of width years.
func (g *grid) widened(width int) *grid {
	if width == g.width {
		return g
	}
	wide := &grid{width: width, sexes: g.sexes, years: g.years, at: make(map[int]layer, len(g.at))}
	for _, year := range g.years {
		from := g.at[year]
		to := newLayer(len(g.sexes), (from.groups()-1)*g.width/width+1)
		for s := range g.sexes {
			for i, v := range from.persons[s] {
				j := i * g.width / width
				to.persons[s][j] += v
				to.filled[s][j] = to.filled[s][j] || from.filled[s][i]
			}
		}
		wide.at[year] = to
	}
	return wide
}

// Fill returns a history by year, age and sex, with ages that are missing (at
// most two in a row) interpolated between their neighbours and marked, and ages
// above the highest that every year has (at most 100) added to it.
func Fill(history []Count) ([]Count, error) {
	g, err := newGrid(history, native(history), 0)
	if err != nil {
		return nil, err
	}
	var out []Count
	for _, year := range g.years {
		out = g.counts(out, year, g.at[year])
	}
	return out, nil
}

// counts appends a layer as counts.
func (g *grid) counts(out []Count, year int, l layer) []Count {
	for i := range l.groups() {
		for s, sex := range g.sexes {
			out = append(out, Count{sex, i * g.width, year, l.persons[s][i], l.filled[s][i]})
		}
	}
	return out
}

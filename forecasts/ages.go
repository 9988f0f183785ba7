package forecasts

import "math"

// Ages are a municipality's inhabitants by single year of age: what the model cohort
// knows of the ages within a band.
type Ages struct {
	Counts []AgeCount // in any order
}

// An AgeCount is the inhabitants of one age on the first day of a year, as counted or
// projected at one time.
type AgeCount struct {
	Known   int // usable from the end of this period on
	Year    int
	Age     int
	Counted bool // not projected
	Persons float64
}

// better reports whether c goes before other: a count before a projection, then what
// came last.
func (c AgeCount) better(other AgeCount) bool {
	if c.Counted != other.Counted {
		return c.Counted
	}
	return c.Known >= other.Known
}

// A census is inhabitants by year and age, of years from first on; an age above
// oldestAge counts there.
type census struct {
	first   int
	persons [][]float64
}

// at returns what was known at the end of period origin of years from first to last.
// ok is false where a year has nobody.
func (a *Ages) at(origin, first, last int) (c census, ok bool) {
	if a == nil {
		return census{}, false
	}
	best := make([][oldestAge + 1]AgeCount, last-first+1)
	for _, n := range a.Counts {
		if n.Known > origin || n.Year < first || n.Year > last || n.Age < 0 || !finite(n.Persons) {
			continue
		}
		if old := &best[n.Year-first][min(n.Age, oldestAge)]; old.Persons == 0 || n.better(*old) {
			*old = n
		}
	}
	c = census{first: first, persons: make([][]float64, len(best))}
	for y := range best {
		c.persons[y] = make([]float64, oldestAge+1)
		var sum float64
		for age, n := range best[y] {
			c.persons[y][age] = max(0, n.Persons)
			sum += c.persons[y][age]
		}
		if sum == 0 {
			return census{}, false
		}
	}
	return c, true
}

// of returns the inhabitants of an age in a year; those born in it are about as many as
// those born in the year before.
func (c census) of(age, year int) float64 { return c.persons[year-c.first][max(0, age)] }

// shares returns the part of a band's inhabitants at each of its ages in a year; nil
// where the band has nobody.
func (c census) shares(b Band, year int) map[int]float64 {
	out, sum := map[int]float64{}, 0.0
	for age := b.From; age <= b.To; age++ {
		sum += c.of(age, year)
	}
	if !(sum > 0) || math.IsInf(sum, 1) {
		return nil
	}
	for age := b.From; age <= b.To; age++ {
		if n := c.of(age, year); n > 0 {
			out[age] = n / sum
		}
	}
	return out
}

package refusion

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"opdrift/pipeline/money"
)

// A Pool is what units cost in the last complete years, all in the prices of the newest:
// what a later year is resampled from.
type Pool struct {
	Years     int          // that Top and Rest are of
	Kept      [][]UnitYear // the most expensive who were there at the end of the newest year, by horizon: cells follow age
	Top       []UnitYear   // the most expensive of each year
	Rest      []UnitYear   // the other expensive ones
	Remainder float64      // øre a year: cost that is in none of them
	// Of the most expensive of a year, how many were as expensive a year later, or not.
	Stayed, Left int
}

// Mean is what the units of the pool's years cost a year, øre.
func (p *Pool) Mean() (sum float64) {
	for i := range len(p.Top) + len(p.Rest) {
		sum += p.unit(i).Cost()
	}
	return sum / float64(max(1, p.Years))
}

// A Chance is one draw's luck: the same in every year of it, since persons stay.
type Chance struct {
	until []float64 // years after the newest one until a kept person leaves
	luck  []float64 // uniform, by unit of Top, then Rest
}

// Chance draws when each of the kept leaves, and the luck of the others. The yearly chance
// to leave is drawn once for all from its posterior, Beta(1/2 + left, 1/2 + stayed) (Jeffreys'
// prior); a person who leaves with it each year is there at time t with probability
// (1 − chance)^t.
func (p *Pool) Chance(rng *rand.Rand) Chance {
	leave := distuv.Beta{Alpha: .5 + float64(p.Left), Beta: .5 + float64(p.Stayed), Src: rng}.Rand()
	var c Chance
	if len(p.Kept) > 0 {
		for range p.Kept[0] {
			c.until = append(c.until, math.Log1p(-rng.Float64())/math.Log1p(-leave))
		}
	}
	c.luck = make([]float64, len(p.Top)+len(p.Rest))
	for i := range c.luck {
		c.luck[i] = rng.Float64()
	}
	return c
}

// A Year is one future year of one draw.
type Year struct {
	Horizon int       // years after the newest known, from 1
	Total   float64   // øre in the year's prices: what the services cost
	Ratio   []float64 // by cell: volume in the year over the mean of the pool's years
	Price   []float64 // by cell: cost of a unit of volume over that of the pool's years
	Rest    float64   // what the services cost over the mean of the pool's years
	Levels  *Levels
}

// Pay adds what the scheme refunds in one draw's year to the cells, øre.
//
// Who is there: each of Kept until he leaves; each unit of Rest a Poisson number of times
// with mean ratio / years (the bootstrap with replacement, in which the number of persons
// follows volume); each of Top likewise, but only for the places among the most expensive
// that the kept have left. A unit's costs rise with the prices of its cells. All costs, and
// Remainder × Rest, are then scaled by one factor so that they add up to Total, and the rule
// is applied to each unit's month.
func (p *Pool) Pay(c Chance, y Year, cells []float64) {
	months, numbers := p.present(c, y)
	kept := p.kept(y.Horizon)
	cost := p.Remainder * y.Rest
	for i := range kept {
		cost += kept[i].priced(months[i], y.Price)
	}
	for i, n := range numbers {
		if n > 0 {
			cost += n * p.unit(i).priced(12, y.Price)
		}
	}
	scale := y.Total / cost
	if !(scale > 0) || math.IsInf(scale, 0) {
		return
	}
	for i := range kept {
		kept[i].pay(months[i], scale, 1, y, cells)
	}
	for i, n := range numbers {
		if n > 0 {
			p.unit(i).pay(12, scale, n, y, cells)
		}
	}
}

// present says for how many months of the year each of the kept is there, and how many of
// each unit of Top, then Rest.
func (p *Pool) present(c Chance, y Year) (months []int, numbers []float64) {
	var there float64 // kept persons' years
	for i := range p.kept(y.Horizon) {
		m := int(math.Round(12 * min(1, max(0, c.until[i]-float64(y.Horizon-1)))))
		months, there = append(months, m), there+float64(m)/12
	}
	var places float64
	for i := range p.Top {
		places += y.Ratio[p.Top[i].Cell] / float64(p.Years)
	}
	open := 0.
	if places > 0 {
		open = max(0, 1-there/places)
	}
	for i, luck := range c.luck {
		mean := y.Ratio[p.unit(i).Cell] / float64(p.Years)
		if i < len(p.Top) {
			mean *= open
		}
		numbers = append(numbers, poisson(mean, luck))
	}
	return months, numbers
}

func (p *Pool) kept(horizon int) []UnitYear {
	if len(p.Kept) == 0 {
		return nil
	}
	return p.Kept[horizon-1]
}

// unit is the i-th of Top, then Rest.
func (p *Pool) unit(i int) *UnitYear {
	if i < len(p.Top) {
		return &p.Top[i]
	}
	return &p.Rest[i-len(p.Top)]
}

// poisson is the quantile of the Poisson distribution at a probability.
func poisson(mean, at float64) float64 {
	term := math.Exp(-mean)
	n := 0.
	for sum := term; sum < at && n < 1000; sum += term {
		n++
		term *= mean / n
	}
	return n
}

// roundOre rounds to whole øre, at most what the rule takes.
func roundOre(v float64) money.Ore { return money.Ore(math.Round(min(v, float64(maxMonth)))) }

// Package pressure explains why spending changed between two years: so much
// from a larger population, so much from age, from usage, from prices.
//
// A pair of years is a list of cells (a municipality, an age band), each with
// the factors whose product is its spending in either year, and a [Set] that
// names the factors. [Decompose] shares the change out over the factors, by
// default by Shapley value, so that the effects add up to the change to the
// øre. [PopulationCells] and [VolumeCells] make the cells from plain figures.
//
//	set, cells, err := pressure.PopulationCells(observations)
//	effects, err := pressure.Decompose(set, cells, change, policy, pressure.Shapley)
//
// Which factors there are is data: a set of other factors needs no code here,
// only a name and an entry in [Catalogue].
package pressure

import "slices"

// A Set names the factors of a decomposition, in the order of the vectors of
// its cells.
type Set struct {
	Name    string
	Factors []string // names from the Catalogue, at most 8

	// PolicyFrom names the factors that amounts of policy are taken out of.
	PolicyFrom []string

	// Unmeasured names the factors that the data could not show. They must be
	// equal in both years and are reported as not measured.
	Unmeasured []string
}

// Full is gross = N·n·u·(days of the year/365)·q·p·PL. See [PopulationCells].
var Full = Set{
	Name:       "full",
	Factors:    []string{PopulationSize, AgeStructure, Usage, Calendar, CaseMix, RealUnitCost, PL},
	PolicyFrom: []string{Usage, RealUnitCost},
}

// WithoutPopulation is gross = volume of all × share of it × unit cost, for
// several municipalities whose population is unknown. See [VolumeCells].
var WithoutPopulation = Set{
	Name:       "without_population",
	Factors:    []string{Volume, MunicipalityMix, UnitCost},
	PolicyFrom: []string{Volume, UnitCost},
}

// VolumeUnitCost is gross = volume × unit cost, for one municipality whose
// population is unknown. See [VolumeCells].
var VolumeUnitCost = Set{
	Name:       "volume_unit_cost",
	Factors:    []string{Volume, UnitCost},
	PolicyFrom: []string{Volume, UnitCost},
}

// NotMeasured returns the set with the named factors marked as not measured.
func (s Set) NotMeasured(factors ...string) Set {
	s.Unmeasured = slices.Concat(s.Unmeasured, factors)
	return s
}

// A Cell is a part of the spending that has factors of its own.
type Cell struct {
	Key string // names the cell in errors

	// Before and After hold one value for each factor of the set; the product
	// is the cell's spending that year, in kroner. A factor that all cells
	// share, such as the population, is repeated in each. A year in which the
	// cell did not exist is nil, and the other year's spending is then an
	// effect of its own, entry_exit.
	Before, After []float64

	// Weight multiplies the spending of both years. 0 means 1.
	Weight float64
}

func (c Cell) weight() float64 {
	if c.Weight == 0 {
		return 1
	}
	return c.Weight
}

// value is the cell's spending with the given factors, 0 for nil.
func (c Cell) value(factors []float64) float64 {
	if factors == nil {
		return 0
	}
	v := c.weight()
	for _, x := range factors {
		v *= x
	}
	return v
}

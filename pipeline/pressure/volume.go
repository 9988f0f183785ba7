package pressure

import "math"

// VolumeCells makes cells without population. With several municipalities the
// set is [WithoutPopulation]:
//
//	volume             V, full-year persons of all comparable cells
//	municipality_mix   the cell's part of V
//	unit_cost          gross / full-year persons
//
// The mix is over all cells, so with bands it holds their shares too. With one
// municipality the set is [VolumeUnitCost], each cell with its own volume.
// Full-year persons may be weeks or any other unit of volume, the same in all.
//
// Where the days of the year are given, a full-year person is 365 days: the
// leap day is volume, not price. PL is not used: give gross in fixed prices if
// the unit cost is to be real.
//
// Services that open or close, bands that are empty in one year and money
// without volume follow the rules at [Observation]; V holds comparable cells alone. It is
// an error if a figure is negative (gross may be) or not finite, if some years
// lack their days, or if a key comes twice.
func VolumeCells(observations []Observation) (Set, []Cell, error) {
	services, err := presences(observations)
	if err != nil {
		return Set{}, nil, err
	}
	if _, err := given(observations, "the days of the year", func(y Year) float64 { return float64(y.Days) }); err != nil {
		return Set{}, nil, err
	}
	if len(municipalities(observations)) < 2 {
		cells, err := cellsOf(observations, services, 2, 1, ownVolume)
		return VolumeUnitCost, cells, err
	}
	cells, err := cellsOf(observations, services, 3, 2, shareOf(total(observations, services)))
	return WithoutPopulation, cells, err
}

func municipalities(observations []Observation) map[string]bool {
	names := map[string]bool{}
	for _, o := range observations {
		names[o.Municipality] = true
	}
	return names
}

// total is the volume of the comparable observations.
func total(observations []Observation, services map[Key]presence) (before, after float64) {
	var sumBefore, sumAfter sum
	for _, o := range observations {
		if o.kind(services) == comparable {
			sumBefore.add(o.Before.volume())
			sumAfter.add(o.After.volume())
		}
	}
	return sumBefore.value(), sumAfter.value()
}

func ownVolume(o Observation, k kind) (before, after []float64, err error) {
	if k == costOnly {
		return []float64{1, math.NaN()}, []float64{1, math.NaN()}, nil
	}
	return []float64{o.Before.volume(), math.NaN()}, []float64{o.After.volume(), math.NaN()}, nil
}

// shareOf divides each cell's volume by that of all. Where all have none in a
// year the shares are unknown, and as in the other year.
func shareOf(allBefore, allAfter float64) vectorer {
	return func(o Observation, k kind) (before, after []float64, err error) {
		if k == costOnly {
			return []float64{1, 1, math.NaN()}, []float64{1, 1, math.NaN()}, nil
		}
		before = []float64{allBefore, ratio(o.Before.volume(), allBefore), math.NaN()}
		after = []float64{allAfter, ratio(o.After.volume(), allAfter), math.NaN()}
		return before, after, nil
	}
}

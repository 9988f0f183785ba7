package pressure

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// PopulationCells makes the cells of [Full] from observations by municipality
// and age band of one service, or of several:
//
//	N   persons of the municipality
//	n   persons of the band / N
//	u   full-year persons / persons of the band
//	    days of the year / 365
//	q   case mix: 1 before, MixIndex after
//	p   gross / all the others: real cost per 365 days at the earlier mix
//	PL  index of the year over that of the price year
//
// Each municipality has its own N, so effects of several municipalities are the
// sum of theirs. A band whose persons are unknown although it has volume (band
// `all`) has n = 1 and u per person of the municipality.
//
// case_mix, calendar and pl are marked as not measured where no observation
// has mix classes in both years, days or PL. Days and PL are given for all
// years or for none; mix classes may lack in some cells, which then have q = 1.
//
// Services that open or close, bands that are empty in one year and money
// without volume follow the rules at [Observation]. q uses the earlier year's prices, so
// exchanging the years of an observation with mix classes gives another q; the
// effects of given cells turn their signs exactly.
//
// It is an error if a year with volume has no persons at all ([VolumeCells] is
// then the way), if a figure is negative (gross may be) or not finite, or if a
// key comes twice.
func PopulationCells(observations []Observation) (Set, []Cell, error) {
	services, err := presences(observations)
	if err != nil {
		return Set{}, nil, err
	}
	set := Full
	for _, factor := range []struct {
		name string
		of   func(Year) float64
	}{
		{Calendar, func(y Year) float64 { return float64(y.Days) }},
		{PL, func(y Year) float64 { return y.PL }},
	} {
		ok, err := given(observations, factor.name, factor.of)
		if err != nil {
			return Set{}, nil, err
		}
		if !ok {
			set = set.NotMeasured(factor.name)
		}
	}
	mixed, price := false, slices.Index(set.Factors, RealUnitCost)
	cells, err := cellsOf(observations, services, len(set.Factors), price, func(o Observation, k kind) ([]float64, []float64, error) {
		if k == costOnly {
			return moneyAlone(o.Before), moneyAlone(o.After), nil
		}
		q, ok, err := MixIndex(o.Before.Mix, o.After.Mix)
		if err != nil {
			return nil, nil, err
		}
		if mixed = mixed || ok; !ok {
			q = 1
		}
		return o.perInhabitant(services[o.service()], q)
	})
	if !mixed {
		set = set.NotMeasured(CaseMix)
	}
	return set, cells, err
}

// moneyAlone is the vector of a year whose money has no volume.
func moneyAlone(y Year) []float64 {
	return []float64{1, 1, 1, 1, 1, math.NaN(), known(y.PL)}
}

// perInhabitant returns the vectors of a comparable observation, the price
// unknown as yet.
func (o Observation) perInhabitant(here presence, q float64) (before, after []float64, err error) {
	banded := (o.Before.Population > 0 || o.Before.FullYearPersons == 0) &&
		(o.After.Population > 0 || o.After.FullYearPersons == 0)
	before, errBefore := o.Before.factors(here.populationBefore, banded, 1)
	after, errAfter := o.After.factors(here.populationAfter, banded, q)
	return before, after, errors.Join(errBefore, errAfter)
}

// factors returns N, n, u, days, q, an unknown price and PL. persons is N where
// the year does not give it; banded says that n can be formed in both years.
func (y Year) factors(persons float64, banded bool, q float64) ([]float64, error) {
	if y.Inhabitants > 0 {
		persons = y.Inhabitants
	}
	if persons == 0 && y.FullYearPersons > 0 {
		return nil, fmt.Errorf("%v full-year persons and no population: give it, or decompose without population", y.FullYearPersons)
	}
	share, usage := 1.0, ratio(y.FullYearPersons, persons)
	if banded {
		share, usage = ratio(known(y.Population), persons), ratio(y.FullYearPersons, y.Population)
	}
	if y.FullYearPersons == 0 {
		usage = 0
	}
	return []float64{known(persons), share, usage, known(float64(y.Days) / 365), q, math.NaN(), known(y.PL)}, nil
}

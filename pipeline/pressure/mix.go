package pressure

import (
	"fmt"
	"math"
)

// A Class is the volume and cost of one mix class, need_level × provider_kind ×
// unit, in one year.
type Class struct {
	Name         string
	Volume, Cost float64 // any unit of volume, the same for all classes; kroner
}

// MixIndex returns q, the mean unit cost of the later year's mix at the earlier
// year's class prices over the earlier year's mean unit cost:
//
//	q = Σ_k s_k p_k / p̄,  s_k = share of volume after,  p_k = cost / volume before
//
// A class without volume in the earlier year has no price there and counts at
// the mean p̄: what it costs apart from that is unit cost. Classes of one name
// are added up. The later year's costs are not used.
//
// ok is false where q cannot be measured: a year without classes or without
// volume, or a mean unit cost of 0. A volume or cost that is negative or not
// finite is an error.
func MixIndex(before, after []Class) (q float64, ok bool, err error) {
	base, err := addUp(before)
	if err != nil {
		return 0, false, err
	}
	if _, err := addUp(after); err != nil {
		return 0, false, err
	}
	var volume, cost float64
	for _, c := range before {
		// What was spent on a class without volume prices nothing.
		if base[c.Name].Volume > 0 {
			volume += c.Volume
			cost += c.Cost
		}
	}
	mean := cost / volume
	var weight, atBasePrices float64
	for _, c := range after {
		price := mean
		if b := base[c.Name]; b.Volume > 0 {
			price = b.Cost / b.Volume
		}
		weight += c.Volume
		atBasePrices += c.Volume * price
	}
	q = atBasePrices / weight / mean
	if !(volume > 0 && cost > 0 && weight > 0) || math.IsInf(q, 0) {
		return 0, false, nil
	}
	return q, true, nil
}

// addUp returns the classes by name.
func addUp(classes []Class) (map[string]Class, error) {
	out := map[string]Class{}
	for _, c := range classes {
		for _, x := range []float64{c.Volume, c.Cost} {
			if !(x >= 0) || math.IsInf(x, 0) {
				return nil, fmt.Errorf("mix class %q has volume %v and cost %v: need finite numbers, 0 or above", c.Name, c.Volume, c.Cost)
			}
		}
		sum := out[c.Name]
		out[c.Name] = Class{c.Name, sum.Volume + c.Volume, sum.Cost + c.Cost}
	}
	return out, nil
}

package pressure

import (
	"fmt"
	"math"

	"opdrift/pipeline/money"
)

// A Key names an observation. Each part may be empty.
type Key struct{ Municipality, Service, Band string }

func (k Key) String() string { return k.Municipality + "/" + k.Service + "/" + k.Band }

// service is the key without the band.
func (k Key) service() Key {
	k.Band = ""
	return k
}

// An Observation is what is known of one cell in a pair of years. Where a part
// is missing, these rules make its cells, with and without population alike,
// and nothing is ever divided by a volume of 0:
//
//   - A service that a municipality has in one of the years only, in any band,
//     has opened or closed: all its spending is entry_exit.
//   - A band that is empty in one year, in a service that is not, had no usage
//     (volume) there. Its price, which nobody can see, is the other year's.
//   - Money and no volume in either year: the factors of volume are 1 and the
//     unit cost is the spending, so the change is one of unit cost.
//   - Money without volume in one year and volume in the other: the years count
//     different things, and both are entry_exit.
type Observation struct {
	Key
	Before, After Year
}

// A Year is one side of an observation. It is empty when it has neither
// full-year persons nor gross; the other fields may be given even so.
type Year struct {
	Population      float64 // persons of the band, 0 where unknown
	Inhabitants     float64 // persons of the municipality; 0: the sum over the service's bands
	FullYearPersons float64
	Gross           float64 // kroner
	PL              float64 // index(year) / index(price_year), 0 where unknown
	Days            int     // 365 or 366, 0 where the source has no calendar
	Mix             []Class // volume and cost by mix class, empty where unknown
}

func (y Year) empty() bool { return y.FullYearPersons == 0 && y.Gross == 0 }

// volume is the full-year persons of 365 days, so that a unit cost is the same
// in a leap year.
func (y Year) volume() float64 {
	if y.Days == 0 {
		return y.FullYearPersons
	}
	return y.FullYearPersons * float64(y.Days) / 365
}

func (y Year) check() error {
	for _, field := range []struct {
		name  string
		value float64
	}{
		{"population", y.Population}, {"inhabitants", y.Inhabitants},
		{"full_year_persons", y.FullYearPersons}, {"pl", y.PL},
	} {
		if !(field.value >= 0) || math.IsInf(field.value, 0) {
			return fmt.Errorf("%s is %v: need a finite number, 0 or above", field.name, field.value)
		}
	}
	if math.IsNaN(y.Gross) || math.IsInf(y.Gross, 0) {
		return fmt.Errorf("gross is %v: need a finite amount", y.Gross)
	}
	if y.Days != 0 && y.Days != 365 && y.Days != 366 {
		return fmt.Errorf("the year has %d days: need 365, 366, or 0 where unknown", y.Days)
	}
	return nil
}

// Change returns the change in gross spending, each year of each observation
// rounded to whole øre, half away from zero. It is what the effects of the
// observations' cells add up to.
func Change(observations []Observation) (money.Ore, error) {
	var change money.Ore
	for _, o := range observations {
		before, err := money.FromFloat(o.Before.Gross)
		if err != nil {
			return 0, fmt.Errorf("%v: gross before: %w", o.Key, err)
		}
		after, err := money.FromFloat(o.After.Gross)
		if err != nil {
			return 0, fmt.Errorf("%v: gross after: %w", o.Key, err)
		}
		change += after - before
	}
	return change, nil
}

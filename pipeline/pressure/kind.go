package pressure

import "fmt"

// A kind says how an observation becomes cells; the rules are at [Observation].
type kind int

const (
	nothing        kind = iota // in either year: no cell
	openedOrClosed             // the whole service, in one of the years
	costOnly                   // no volume in either year
	incomparable               // volume in one year, money without volume in the other
	comparable                 // volume in a year at least, and no money without volume
)

func (o Observation) kind(services map[Key]presence) kind {
	before, after := o.Before, o.After
	switch here := services[o.service()]; {
	case before.empty() && after.empty():
		return nothing
	case !here.before || !here.after:
		return openedOrClosed
	case before.FullYearPersons == 0 && after.FullYearPersons == 0:
		return costOnly
	case before.FullYearPersons == 0 && before.Gross != 0, after.FullYearPersons == 0 && after.Gross != 0:
		return incomparable
	}
	return comparable
}

// A presence says in which years a municipality has a service, in any band, and
// how many people live in its bands.
type presence struct {
	before, after                     bool
	populationBefore, populationAfter float64
}

// presences adds up the services, and refuses observations that no factor can
// be made of.
func presences(observations []Observation) (map[Key]presence, error) {
	services, seen := map[Key]presence{}, map[Key]bool{}
	for _, o := range observations {
		if seen[o.Key] {
			return nil, fmt.Errorf("%v is observed twice: add its rows up first", o.Key)
		}
		seen[o.Key] = true
		if err := o.Before.check(); err != nil {
			return nil, fmt.Errorf("%v before: %w", o.Key, err)
		}
		if err := o.After.check(); err != nil {
			return nil, fmt.Errorf("%v after: %w", o.Key, err)
		}
		p := services[o.service()]
		p.before = p.before || !o.Before.empty()
		p.after = p.after || !o.After.empty()
		p.populationBefore += o.Before.Population
		p.populationAfter += o.After.Population
		services[o.service()] = p
	}
	return services, nil
}

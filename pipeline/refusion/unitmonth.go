package refusion

import (
	"fmt"
	"strings"
	"time"

	"opdrift/pipeline/money"
)

// A UnitMonth is what a unit's month holds against the amounts of a scheme.
type UnitMonth struct {
	Scheme  string
	Group   Group
	Unit    string // names the unit among those of its group and scheme: a pseudonym
	Month   int64
	Base    money.Ore // may be negative
	Covered bool      // by age: nothing is refunded of a month that is not
	Parts   []Part    // add up to the base; by person, then service
}

// A Part is a person's net cost in one service within a unit's month, flat shares paid.
type Part struct {
	Person  string
	Service string
	Age     int // years, on the first day of the month
	Net     money.Ore
}

// Pinned are the same rules, by which the costs of every month are summed into units by
// the versions in force in one month, so that the past can stand for a later year. Ages,
// amounts, and who is covered above the age limit stay those of each month's own time.
func (r Rules) Pinned(month int64) Rules {
	r.pinned = month
	return r
}

// Version names the versions that pinned rules sum costs by: the same for two months in
// which the same are in force.
func (r Rules) Version() string {
	var text strings.Builder
	for _, scheme := range r.Schemes() {
		if t, _ := r.grouping(scheme, 0); t != nil {
			fmt.Fprintf(&text, "%s %s;", scheme, t.ValidFrom.Format(time.DateOnly))
		}
		if s, _ := r.share(scheme, 0); s != nil {
			fmt.Fprintf(&text, "%s %s;", scheme, s.ValidFrom.Format(time.DateOnly))
		}
	}
	return text.String()
}

// Units returns the months of units as [Compute] sums them, before the amounts, sorted by
// scheme, month, group and unit. Cost that counts in no scheme with amounts is left out.
// Errors are those of Compute.
func Units(rules Rules, months []PersonMonth, opts Options) ([]UnitMonth, error) {
	c, cells, err := summed(rules, months, opts)
	if err != nil {
		return nil, err
	}
	var out []UnitMonth
	for of := range units(cells) {
		u := of[0].unit
		if u.scheme == "" {
			continue
		}
		m := UnitMonth{Scheme: u.scheme, Group: u.group, Unit: u.owner + " " + u.id, Month: u.month, Base: c.bases[u], Covered: c.covered(u)}
		for _, k := range of {
			m.Parts = append(m.Parts, Part{k.person, k.service, ageAt(c.births[k.person], k.unit.month), c.cells[k]})
		}
		out = append(out, m)
	}
	return out, nil
}

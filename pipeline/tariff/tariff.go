// Package tariff reckons what the tariffs of sold places have recovered of their cost,
// and in which year's tariff the difference is to be. It is pure, and knows neither
// files nor the engine. The rules are dated data with a source (rules.yaml).
package tariff

import (
	"cmp"
	"math"
	"slices"
	"time"

	"opdrift/pipeline/money"
)

// A Facility is one own institution's year of one service.
type Facility struct {
	Facility string
	Service  string
	Year     int64
	Cost     money.Ore // fixed and variable
	Occupied float64   // days with a citizen in a place
	Sold     float64   // of them, to other payers; NaN where it is not known
}

// All names the sum over a service's facilities.
const All = "all"

// A Sale is what other payers paid for places of a service in a year, positive.
type Sale struct {
	Service string
	Year    int64
}

// A Status says why a number is missing.
type Status string

const (
	OK             Status = "ok"
	NoOccupiedDays Status = "no_occupied_days" // cost and no day to share it over
	SoldUnknown    Status = "sold_unknown"     // sold days are not given
	IncomeUnknown  Status = "income_unknown"   // the ledger does not tell sales from other income, or whose they are
	IncomeShared   Status = "income_shared"    // several facilities sold: the income is known for the service only
	NothingSold    Status = "nothing_sold"     // no sold day and no income
	NoSoldDays     Status = "no_sold_days"     // income from sales, and no sold day
)

// A Recovery is one year of a facility, or of all of a service's. Numbers that are not
// known are nil or NaN.
type Recovery struct {
	Facility  string // All for the service
	Service   string
	Year      int64
	Cost      money.Ore
	Occupied  float64
	Sold      float64
	UnitCost  float64    // kroner a day with a citizen in a place
	SoldCost  *money.Ore // cost of the sold days
	Income    *money.Ore // from sales, positive
	Recovery  *money.Ore // income less cost of the sold days: above 0 the tariff was too high
	CarriedIn *money.Ore // what this year's tariff was to give back (above 0) or take in (below 0)
	ToCarry   *money.Ore // recovery + carried in: what is still to be settled
	CarryYear int64      // the year whose tariff has it at the latest; 0 where no rule says
	Share     float64    // of recovery in income
	Status    Status
}

// Compute reckons all facilities and, for every service and year, their sum:
//
//	unit_cost = cost / occupied days
//	sold_cost = cost × sold days / occupied days, to whole øre by facility
//	recovery  = income − sold_cost
//	to_carry  = recovery + to_carry of the year whose carry year is this one
//
// A tariff that carries an earlier deficit brings more than its own year's cost, and
// that more is no new surplus; so what was to be carried into the year is taken out
// again. The rule is taken to have been kept in its last year: what was carried sooner
// is not in the data. income is nil where sales are not known at all; a service without
// sales in a year has 0. end gives the last day of a year.
func Compute(rules Rules, facilities []Facility, income map[Sale]money.Ore, end func(year int64) time.Time) []Recovery {
	var out []Recovery
	groups := map[Sale][]Facility{}
	for _, f := range facilities {
		key := Sale{f.Service, f.Year}
		groups[key] = append(groups[key], f)
	}
	for key, group := range groups {
		out = append(out, service(key, group, income)...)
	}
	slices.SortFunc(out, func(a, b Recovery) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.Year, b.Year))
	})
	for i := range out {
		out[i].CarryYear = rules.carried(out[i].Year, end(out[i].Year))
	}
	carry(out)
	return out
}

// service reckons the facilities of one service in one year, and their sum.
func service(key Sale, group []Facility, income map[Sale]money.Ore) []Recovery {
	slices.SortFunc(group, func(a, b Facility) int { return cmp.Compare(a.Facility, b.Facility) })
	whole := Recovery{Facility: All, Service: key.Service, Year: key.Year, SoldCost: new(money.Ore), Status: OK}
	var out []Recovery
	selling := 0
	for _, f := range group {
		r := facility(f)
		whole.Cost += r.Cost
		whole.Occupied += r.Occupied
		whole.Sold += r.Sold // NaN stays NaN
		if r.SoldCost == nil {
			whole.SoldCost, whole.Status = nil, r.Status
		} else if whole.SoldCost != nil {
			*whole.SoldCost += *r.SoldCost
		}
		if !(r.Sold == 0) {
			selling++
		}
		out = append(out, r)
	}
	whole.UnitCost = math.NaN()
	if whole.Occupied > 0 {
		whole.UnitCost = whole.Cost.Kroner() / whole.Occupied
	}
	for i := range out {
		switch {
		case out[i].Sold == 0:
			out[i].settle(new(money.Ore))
		case selling > 1 && out[i].Status == OK:
			out[i].Status = IncomeShared
		default:
			out[i].settle(incomeOf(key, income))
		}
	}
	whole.settle(incomeOf(key, income))
	return append(out, whole)
}

// incomeOf is a service's income from sales in a year, nil where sales are not known.
func incomeOf(key Sale, income map[Sale]money.Ore) *money.Ore {
	if income == nil {
		return nil
	}
	amount := income[key]
	return &amount
}

// facility is the cost side of a facility's year.
func facility(f Facility) Recovery {
	r := Recovery{Facility: f.Facility, Service: f.Service, Year: f.Year, Cost: f.Cost, Occupied: f.Occupied, Sold: f.Sold,
		UnitCost: math.NaN(), Share: math.NaN(), Status: OK}
	if f.Occupied > 0 {
		r.UnitCost = f.Cost.Kroner() / f.Occupied
	}
	switch {
	case math.IsNaN(f.Sold):
		r.Status = SoldUnknown
	case f.Sold == 0:
		r.SoldCost = new(money.Ore)
	case !(f.Occupied > 0):
		r.Status = NoOccupiedDays
	default:
		ore, err := money.FromFloat(f.Cost.Kroner() * f.Sold / f.Occupied)
		if err != nil {
			r.Status = NoOccupiedDays
			break
		}
		r.SoldCost = &ore
	}
	return r
}

// settle holds income against the cost of the sold days.
func (r *Recovery) settle(income *money.Ore) {
	r.Share = math.NaN()
	r.Income = income
	switch {
	case income == nil && r.Status == OK:
		r.Status = IncomeUnknown
	case income != nil && r.Sold == 0 && *income != 0:
		r.Status = NoSoldDays
	case income != nil && r.SoldCost != nil:
		recovery := *income - *r.SoldCost
		r.Recovery = &recovery
		if *income != 0 {
			r.Share = recovery.Kroner() / income.Kroner()
		}
		if r.Sold == 0 {
			r.Status = NothingSold
		}
	}
}

// carry adds to each year what an earlier one was to bring into it. Rows come by
// service and facility, then year.
func carry(rows []Recovery) {
	type due struct {
		service, facility string
		year              int64
	}
	owed := map[due]money.Ore{}
	for i := range rows {
		r := &rows[i]
		if r.Recovery == nil {
			continue
		}
		in, ok := owed[due{r.Service, r.Facility, r.Year}]
		if ok {
			r.CarriedIn = &in
		}
		sum := *r.Recovery + in
		r.ToCarry = &sum
		if r.CarryYear > 0 {
			owed[due{r.Service, r.Facility, r.CarryYear}] += sum
		}
	}
}

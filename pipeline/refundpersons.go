package pipeline

import (
	"context"
	"slices"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/refusion"
	"opdrift/pipeline/store"
)

// A personRow is what a person cost in a service and month under a refund scheme, with
// the ledger's signs.
type personRow struct {
	Municipality string    `col:"municipality"`
	Person       string    `col:"person_key"`
	Household    string    `col:"household_key"`
	Birth        time.Time `col:"birth_date"`
	Service      string    `col:"service"`
	Scheme       string    `col:"scheme"`
	Law          string    `col:"law_paragraph"`
	Lump         bool      `col:"lump"`
	Month        int64     `col:"month"`
	Kind         string    `col:"kind"`
	PaidBy       string    `col:"paid_by"`
	Ore          money.Ore `col:"ore"`
}

// places lists the municipalities with costs that a scheme may pay of.
func (b *refundBook) places(ctx context.Context) ([]string, error) {
	type place struct {
		Municipality string `col:"municipality"`
	}
	rows, err := store.Query[place](ctx, b.run.store, "rows", "refund_places", nil)
	var out []string
	for _, p := range rows {
		out = append(out, p.Municipality)
	}
	return out, err
}

// persons reads what persons of a municipality cost: in all months that are near the
// amounts, or only in those in which a scheme may pay.
func (b *refundBook) persons(ctx context.Context, municipality string, all bool) ([]personRow, error) {
	return store.Query[personRow](ctx, b.run.store, "rows", "refund_persons", store.Args{"municipality": municipality, "all_months": all})
}

// personMonths puts rows up to a month in the terms of package refusion: amounts named, not
// signed. Services of a scheme without a rule are left out.
func (b *refundBook) personMonths(rules refusion.Rules, rows []personRow, last int64) []refusion.PersonMonth {
	schemes := rules.Schemes()
	out := make([]refusion.PersonMonth, 0, len(rows))
	for _, x := range rows {
		if x.Month > last || !slices.Contains(schemes, x.Scheme) || x.Kind == "refund" && slices.Contains(schemes, x.PaidBy) {
			continue // what schemes with a rule pay is computed, not read
		}
		p := refusion.PersonMonth{Municipality: x.Municipality, Person: x.Person, Household: x.Household, Birth: x.Birth, Month: x.Month,
			Service: x.Service, Scheme: x.Scheme, Lump: x.Lump, Aftercare: rules.Aftercare(x.Scheme, x.Month, x.Law)}
		switch x.Kind {
		case "income":
			p.Income = -x.Ore
		case "refund":
			p.OtherRefunds = -x.Ore
		default:
			p.Cost = x.Ore
		}
		out = append(out, p)
	}
	return out
}

// nearFloor is the share of the lowest amount from which a unit's month is read: what is
// below it today may pass the amounts of a forecast, where costs grow faster than they.
const nearFloor = .6

// floor is a month's cost up to which no scheme with thresholds pays anything, in any
// month that may count.
func (b *refundBook) floor() money.Ore {
	var lowest money.Ore
	for _, scheme := range b.rules.Schemes() {
		f := b.rules.Floor(scheme, b.first/12*12, b.last/12*12+11, b.opts)
		if f != 0 && (lowest == 0 || f < lowest) {
			lowest = f
		}
	}
	return lowest
}

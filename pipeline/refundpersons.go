package pipeline

import (
	"context"
	"slices"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/refusion"
	"opdrift/pipeline/store"
)

// personMonths reads what persons of a municipality cost, in the terms of package refusion: amounts named,
// not signed. Services of a scheme without a rule are left out.
func (b *refundBook) personMonths(ctx context.Context, municipality string) ([]refusion.PersonMonth, error) {
	type row struct {
		Person    string    `col:"person_key"`
		Household string    `col:"household_key"`
		Birth     time.Time `col:"birth_date"`
		Service   string    `col:"service"`
		Scheme    string    `col:"scheme"`
		Law       string    `col:"law_paragraph"`
		Lump      bool      `col:"lump"`
		Month     int64     `col:"month"`
		Kind      string    `col:"kind"`
		PaidBy    string    `col:"paid_by"`
		Ore       money.Ore `col:"ore"`
	}
	rows, err := store.Query[row](ctx, b.run.store, "rows", "refund_persons", store.Args{"municipality": municipality})
	if err != nil {
		return nil, err
	}
	schemes := b.rules.Schemes()
	var out []refusion.PersonMonth
	for _, x := range rows {
		if !slices.Contains(schemes, x.Scheme) || x.Kind == "refund" && slices.Contains(schemes, x.PaidBy) {
			continue // what schemes with a rule pay is computed, not read
		}
		p := refusion.PersonMonth{Municipality: municipality, Person: x.Person, Household: x.Household, Birth: x.Birth, Month: x.Month,
			Service: x.Service, Scheme: x.Scheme, Lump: x.Lump, Aftercare: b.rules.Aftercare(x.Scheme, x.Month, x.Law)}
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
	return out, nil
}

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

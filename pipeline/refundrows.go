package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// months lists the rows of refusion_month, by key and month.
func (b *refundBook) months() []refundMonth {
	var out []refundMonth
	for _, k := range slices.SortedFunc(maps.Keys(b.sums), refundKey.compare) {
		for _, m := range slices.Sorted(maps.Keys(b.sums[k])) {
			row := refundMonth{m, *b.sums[k][m]}
			row.Persons = b.counted(k, m, m)
			out = append(out, row)
		}
	}
	return out
}

// years lists the rows of refusion_year. A year's sum by rule is known where all of its
// months' are; its persons are counted once.
func (b *refundBook) years() []refundYear {
	c := b.run.calendar
	var out []refundYear
	for _, k := range slices.SortedFunc(maps.Keys(b.sums), refundKey.compare) {
		for y := c.firstYear; y <= c.yearOf(b.last); y++ {
			row := refundYear{y, refundSum{Municipality: k.municipality, Service: k.service, Scheme: k.scheme, ByRule: new(money.Ore)}, nil}
			var any bool
			for m := c.firstMonth(y); m < c.firstMonth(y+1); m++ {
				s := b.sums[k][m]
				if s == nil {
					continue
				}
				any = true
				row.Booked += s.Booked
				row.Assumed = row.Assumed || s.Assumed
				row.ByRule = sumOrNil(row.ByRule, s.ByRule)
			}
			if !any {
				continue
			}
			row.Persons = b.counted(k, c.firstMonth(y), c.firstMonth(y+1)-1)
			if row.ByRule != nil {
				row.Difference = new(money.Ore)
				*row.Difference = row.Booked - *row.ByRule
			}
			out = append(out, row)
		}
	}
	return out
}

func sumOrNil(a, b *money.Ore) *money.Ore {
	if a == nil || b == nil {
		return nil
	}
	sum := *a + *b
	return &sum
}

// counted is the number of persons that a scheme with thresholds pays for in the months
// from first to last; nil for other schemes.
func (b *refundBook) counted(k refundKey, first, last int64) *int64 {
	if _, known := b.rules.First(k.scheme); !known {
		return nil
	}
	if _, flat := b.rules.Share(k.scheme, first, 0); flat {
		return nil
	}
	seen := map[string]bool{}
	for m := first; m <= last; m++ {
		maps.Copy(seen, b.counts[k][m])
	}
	n := int64(len(seen))
	return &n
}

// noteUnlinked says how much the rules cannot see.
func (b *refundBook) noteUnlinked(sum money.Ore) {
	if sum == 0 {
		return
	}
	b.run.assumed("costs", "refusion",
		fmt.Sprintf("%s net of services under a refund scheme are booked without a person (sums, own payment, accruals), and the rules leave them out", b.run.amount(sum, "en")),
		fmt.Sprintf("%s netto på ydelser under en refusionsordning er bogført uden person (summer, egenbetaling, periodisering), og reglerne ser bort fra dem", b.run.amount(sum, "da")))
}

// noteUnapplied says which rules are left out of what the schemes of the catalogue pay.
func (b *refundBook) noteUnapplied(ctx context.Context) error {
	versions, err := store.Query[version](ctx, b.run.store, "rows", "versions", nil)
	if err != nil {
		return err
	}
	for _, v := range versions {
		until := b.last
		if !v.ValidTo.IsZero() {
			until = min(until, monthOf(v.ValidTo))
		}
		for _, u := range b.rules.Unapplied(b.run.services[v.Service].RefundScheme, v.Paragraph, until) {
			b.run.assumed("services", "refusion of "+v.Service, u.EN, u.DA)
		}
	}
	return nil
}

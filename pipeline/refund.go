package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"opdrift/pipeline/money"
	"opdrift/pipeline/refusion"
	"opdrift/pipeline/store"
)

// A refundKey is a service's refunds by one scheme.
type refundKey struct{ municipality, service, scheme string }

func (a refundKey) compare(b refundKey) int {
	return cmp.Or(strings.Compare(a.municipality, b.municipality), strings.Compare(a.service, b.service), strings.Compare(a.scheme, b.scheme))
}

// A refundSum is what one scheme refunds of a service in a period, in øre with the sign
// of the ledger: refunds are negative.
type refundSum struct {
	Municipality string     `col:"municipality"`
	Service      string     `col:"service"`
	Scheme       string     `col:"scheme"`
	ByRule       *money.Ore `col:"by_rule"` // nil where the scheme has no rule then
	Booked       money.Ore  `col:"booked"`
	Persons      *int64     `col:"persons"` // whose cost the rule refunds; nil where it does not look at persons
	Assumed      bool       `col:"assumed"` // rests on carried amounts
}

// A refundMonth is a row of the table refusion_month.
type refundMonth struct {
	Month int64 `col:"month"`
	refundSum
}

// A refundYear is a row of the table refusion_year.
type refundYear struct {
	Year int64 `col:"year"`
	refundSum
	Difference *money.Ore `col:"difference"` // booked less by rule: above 0 the state has paid less than the rule gives
}

// refusionByRule computes what the refund schemes pay of each service and month by their
// rules (package refusion) beside what was booked, and makes the tables refusion_month
// and refusion_year. Schemes with thresholds are computed from persons' months of
// delivery; those with a flat share from the service's gross less income, since their
// rule does not look at persons. It reads tables of the panel stage: after extractRows.
func (r *run) refusionByRule(ctx context.Context) error {
	b := &refundBook{run: r, last: r.calendar.lastMonth, first: r.calendar.firstMonth(r.calendar.firstYear),
		opts: refusion.Options{ThresholdGrowth: r.cfg.Refusion.ThresholdGrowth},
		sums: map[refundKey]map[int64]*refundSum{}, counts: map[refundKey]map[int64]map[string]bool{}}
	if err := b.fill(ctx); err != nil {
		return err
	}
	r.refunds = b
	if err := store.Append(ctx, r.store, "refusion_month", b.months()); err != nil {
		return err
	}
	return store.Append(ctx, r.store, "refusion_year", b.years())
}

// A refundBook collects refunds by rule and as booked.
type refundBook struct {
	run         *run
	rules       refusion.Rules
	opts        refusion.Options
	first, last int64                                   // months published
	sums        map[refundKey]map[int64]*refundSum      // by month
	counts      map[refundKey]map[int64]map[string]bool // persons, by month
}

func (b *refundBook) fill(ctx context.Context) error {
	var err error
	if b.rules, err = refusion.Load(); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{b.flat, b.thresholds, b.booked, b.noteUnapplied} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// at finds or makes a month's sum; nil outside the months published.
func (b *refundBook) at(k refundKey, month int64) *refundSum {
	if month < b.first || month > b.last {
		return nil
	}
	if b.sums[k] == nil {
		b.sums[k] = map[int64]*refundSum{}
	}
	if b.sums[k][month] == nil {
		s := &refundSum{Municipality: k.municipality, Service: k.service, Scheme: k.scheme}
		_, flat := b.rules.Share(k.scheme, month, 0)
		if first, ok := b.rules.First(k.scheme); ok && first <= month && (flat || b.run.has("cases")) {
			s.ByRule = new(money.Ore)
		}
		b.sums[k][month] = s
	}
	return b.sums[k][month]
}

// refundCell is a sum of one service, scheme and month.
type refundCell struct {
	Municipality string    `col:"municipality"`
	Service      string    `col:"service"`
	Scheme       string    `col:"scheme"`
	Month        int64     `col:"month"`
	Ore          money.Ore `col:"ore"`
}

func (c refundCell) key() refundKey { return refundKey{c.Municipality, c.Service, c.Scheme} }

// flat computes the schemes that pay a share of net cost, and says how much of the
// services under the others is booked without a person.
func (b *refundBook) flat(ctx context.Context) error {
	type net struct {
		refundCell
		Unlinked money.Ore `col:"unlinked"`
	}
	cells, err := store.Query[net](ctx, b.run.store, "rows", "refund_net", store.Args{"last_month": b.last})
	if err != nil {
		return err
	}
	var unlinked money.Ore
	for _, c := range cells {
		paid, flat := b.rules.Share(c.Scheme, c.Month, c.Ore)
		s := b.at(c.key(), c.Month)
		switch {
		case s == nil:
		case !flat && !b.run.has("cases"):
			b.run.missing("cases", "refusion",
				fmt.Sprintf("what the refund scheme %q pays by its rules depends on persons: without cases only what was booked is known", c.Scheme),
				fmt.Sprintf("hvad refusionsordningen %q giver efter reglerne, afhænger af personer: uden sager kendes kun det bogførte", c.Scheme))
		case s.ByRule == nil:
		case flat:
			*s.ByRule -= paid
		default:
			unlinked += c.Unlinked
		}
	}
	b.noteUnlinked(unlinked)
	return nil
}

// booked adds what was booked.
func (b *refundBook) booked(ctx context.Context) error {
	cells, err := store.Query[refundCell](ctx, b.run.store, "extract", "refund_month", store.Args{"last_month": b.last})
	if err != nil {
		return err
	}
	for _, c := range cells {
		s := b.at(c.key(), c.Month)
		if s == nil {
			continue
		}
		s.Booked += c.Ore
		if _, ok := b.rules.First(c.Scheme); !ok {
			b.run.assumed("services", "refusion",
				fmt.Sprintf("refund scheme %q has no rule: what it pays is known as booked only", c.Scheme),
				fmt.Sprintf("refusionsordningen %q har ingen regel: hvad den giver, kendes kun som bogført", c.Scheme))
		}
	}
	return nil
}

// thresholds computes the schemes that pay above amounts, from persons' months, one
// municipality at a time: nationwide they are millions. The next one is read meanwhile.
func (b *refundBook) thresholds(ctx context.Context) error {
	if !b.run.has("cases") {
		return nil
	}
	if err := b.run.store.Extract(ctx, store.Args{"last_month": b.last, "floor": int64(float64(b.floor()) * nearFloor), "lowest": int64(b.floor())}, "dear_months", "person_month"); err != nil {
		return err
	}
	places, err := b.places(ctx)
	if err != nil {
		return err
	}
	var assumed bool
	for rows, err := range prefetched(places, func(place string) ([]personRow, error) { return b.persons(ctx, place, false) }) {
		if err != nil {
			return err
		}
		paid, err := refusion.Compute(b.rules, b.personMonths(b.rules, rows, b.last), b.opts)
		if err != nil {
			return &InputError{Faults: []string{fmt.Sprintf("refusion: municipality %s: %v", rows[0].Municipality, err)}}
		}
		assumed = b.pay(paid) || assumed
	}
	if assumed {
		b.run.assumed("", "refusion",
			fmt.Sprintf("where the amounts of a refund scheme are not known for a year, those of the newest known year before it are raised by %s a year", percent(b.opts.ThresholdGrowth)),
			fmt.Sprintf("hvor en refusionsordnings beløbsgrænser ikke kendes for et år, er de seneste kendte fremskrevet med %s om året", strings.Replace(percent(b.opts.ThresholdGrowth), ".", ",", 1)))
	}
	return nil
}

// pay adds refunds of schemes with thresholds, and says whether any rests on amounts
// that are carried.
func (b *refundBook) pay(paid []refusion.Refund) (assumed bool) {
	for _, p := range paid {
		if _, flat := b.rules.Share(p.Scheme, p.Month, 0); flat {
			continue // reckoned from the service's sums
		}
		k := refundKey{p.Municipality, p.Service, p.Scheme}
		s := b.at(k, p.Month)
		if s == nil {
			continue // the rest of a year that a single expense is spread over
		}
		*s.ByRule -= p.Ore
		s.Assumed = s.Assumed || p.Assumed
		assumed = assumed || p.Assumed
		b.count(k, p.Month, p.Person)
	}
	return assumed
}

func (b *refundBook) count(k refundKey, month int64, person string) {
	if b.counts[k] == nil {
		b.counts[k] = map[int64]map[string]bool{}
	}
	if b.counts[k][month] == nil {
		b.counts[k][month] = map[string]bool{}
	}
	b.counts[k][month][person] = true
}

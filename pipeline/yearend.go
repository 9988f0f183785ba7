package pipeline

import (
	"context"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// A granted row is what cases say of one year, as a run of some day knew it.
type granted struct {
	Municipality string    `col:"municipality"`
	Service      string    `col:"service"`
	Year         int64     `col:"year"`
	Delivered    money.Ore `col:"delivered"`
	Committed    money.Ore `col:"committed"`
	Days         int64     `col:"committed_days"`
}

// openYear is one row of the table years_open.
type openYear struct {
	Year       int64     `col:"year"`
	FirstMonth int64     `col:"first_month"`
	LastMonth  int64     `col:"last_month"`
	FirstDay   time.Time `col:"first_day"`
	LastDay    time.Time `col:"last_day"`
}

func (c calendar) open(year int64) openYear {
	return openYear{year, c.firstMonth(year), c.firstMonth(year+1) - 1, firstDay(c.firstMonth(year)), c.end(year)}
}

// A pastYear is one row of the table years_past: a year, and the day at the same
// place in it as the as-of date has in the open year.
type pastYear struct {
	Year     int64     `col:"year"`
	AsOf     time.Time `col:"as_of"`
	FirstDay time.Time `col:"first_day"`
	LastDay  time.Time `col:"last_day"`
}

// A knownYear is the price of a year's grants as known then.
type knownYear struct {
	Municipality string    `col:"municipality"`
	Service      string    `col:"service"`
	Year         int64     `col:"year"`
	Ore          money.Ore `col:"ore"`
}

// yearsBack is how many complete years show what a year's grants, as known at this
// place in the year, came to in the end.
const yearsBack = 6

// pastYears extracts, for the open year and each of the last complete ones, what a
// run at the same place in that year knew of its grants: alike for all, so that
// they can be compared.
func (r *run) pastYears(ctx context.Context) error {
	target := r.calendar.lastYear + 1
	var years []pastYear
	for y := max(r.calendar.firstYear, target-yearsBack); y <= target; y++ {
		years = append(years, pastYear{y, r.calendar.before(target - y), firstDay(r.calendar.firstMonth(y)), r.calendar.end(y)})
	}
	if err := store.Append(ctx, r.store, "years_past", years); err != nil {
		return err
	}
	if err := r.store.Extract(ctx, nil, "granted_past"); err != nil {
		return err
	}
	var err error
	r.past, err = store.Query[knownYear](ctx, r.store, "rows", "granted_past", nil)
	return err
}

// readUngranted reads what was booked at the same place in each year of the services that
// have no grant in any of the years: their ledger is all that is known of them.
func (r *run) readUngranted(ctx context.Context, now []granted, booked map[bookedKey]amounts) error {
	type place struct{ municipality, service string }
	has := map[place]bool{}
	for _, g := range r.past {
		has[place{g.Municipality, g.Service}] = true
	}
	for _, g := range now {
		has[place{g.Municipality, g.Service}] = true
	}
	without := false
	for b, sums := range booked {
		without = without || sums.gross != 0 && !has[place{b.municipality, b.service}]
	}
	if !without { // as a rule
		return nil
	}
	rows, err := store.Query[knownYear](ctx, r.store, "rows", "booked_past", nil)
	for _, b := range rows {
		if !has[place{b.Municipality, b.Service}] {
			r.ungranted = append(r.ungranted, b)
		}
	}
	return err
}

// A commitmentRow is what is granted for a year, of a service. What waits as granted is
// a part of committed; what is applied for and the known inflow are none.
type commitmentRow struct {
	Municipality   string    `col:"municipality"`
	Service        string    `col:"service"`
	Year           int64     `col:"year"`
	Delivered      money.Ore `col:"delivered"`
	Committed      money.Ore `col:"committed"`
	Days           int64     `col:"committed_days"`
	Booked         money.Ore `col:"booked"`
	Waiting        money.Ore `col:"waiting_granted"`
	WaitingGrants  int64     `col:"waiting_granted_grants"`
	WaitingPersons int64     `col:"waiting_granted_persons"`
	Applied        money.Ore `col:"waiting_applied"`
	AppliedGrants  int64     `col:"waiting_applied_grants"`
	AppliedPersons int64     `col:"waiting_applied_persons"`
	inflowColumns
}

// yearEnd makes the tables commitment and year_end.
func (r *run) yearEnd(ctx context.Context) error {
	if !r.has("cases") {
		r.missing("cases", "commitment, year_end, crossing",
			"no cases: what is granted for the rest of the year is not known",
			"ingen sager: det vides ikke, hvad der er bevilget for resten af året")
		if err := store.Append(ctx, r.store, "commitment", []commitmentRow(nil)); err != nil {
			return err
		}
		return store.Append(ctx, r.store, "year_end", []yearEndRow(nil))
	}
	target := r.calendar.lastYear + 1
	if err := store.Append(ctx, r.store, "years_open", []openYear{r.calendar.open(target), r.calendar.open(target + 1)}); err != nil {
		return err
	}
	now, err := store.Query[granted](ctx, r.store, "rows", "granted", nil)
	if err != nil {
		return err
	}
	booked, err := r.booked(ctx)
	if err != nil {
		return err
	}
	next, err := r.readAhead(ctx)
	if err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "commitment", r.commitments(now, booked, next)); err != nil {
		return err
	}
	if err := r.readUngranted(ctx, now, booked); err != nil {
		return err
	}
	if err := r.readCompared(ctx); err != nil {
		return err
	}
	r.yearEnds = r.compared.move(r.estimate(now, booked, next), target)
	r.own = r.ownOf(booked)
	if err := r.holdYearEnd(ctx, r.yearEnds); err != nil {
		return err
	}
	return store.Append(ctx, r.store, "year_end", r.yearEnds)
}

// ownOf names the municipality that the run is of: of those with a ledger the configured
// one, or the only one; empty where there are several.
func (r *run) ownOf(booked map[bookedKey]amounts) string {
	ledgers := ledgersOf(booked)
	for municipality := range ledgers {
		if municipality == r.cfg.Municipality || r.cfg.Municipality == "" && len(ledgers) == 1 {
			return municipality
		}
	}
	return ""
}

// commitments puts side by side what is granted, booked and known to come. There is a
// row for every service and year that has a grant or an inflow.
func (r *run) commitments(now []granted, booked map[bookedKey]amounts, next map[bookedKey]ahead) []commitmentRow {
	rows := map[bookedKey]commitmentRow{}
	for _, g := range now {
		key := bookedKey{g.Municipality, g.Service, g.Year}
		rows[key] = commitmentRow{Delivered: g.Delivered, Committed: g.Committed, Days: g.Days}
	}
	for key := range next {
		if _, ok := rows[key]; !ok { // a service that nobody has yet
			rows[key] = commitmentRow{}
		}
	}
	var out []commitmentRow
	for key, row := range rows {
		a := next[key]
		row.Municipality, row.Service, row.Year, row.Booked = key.municipality, key.service, key.year, booked[key].gross
		row.Waiting, row.WaitingGrants, row.WaitingPersons = a.granted.Ore, a.granted.Grants, a.granted.Persons
		row.Applied, row.AppliedGrants, row.AppliedPersons = a.applied.Ore, a.applied.Grants, a.applied.Persons
		row.inflowColumns = a.young.columns(r.inflowUnknown[key.year])
		out = append(out, row)
	}
	return out
}

type bookedKey struct {
	municipality, service string
	year                  int64
}

// booked reads the ledger's years.
func (r *run) booked(ctx context.Context) (map[bookedKey]amounts, error) {
	type row struct {
		Municipality string    `col:"municipality"`
		Service      string    `col:"service"`
		Year         int64     `col:"year"`
		Gross        money.Ore `col:"gross"`
		Income       money.Ore `col:"income"`
		Refund       money.Ore `col:"refund"`
	}
	rows, err := store.Query[row](ctx, r.store, "rows", "booked", nil)
	if err != nil {
		return nil, err
	}
	out := map[bookedKey]amounts{}
	for _, b := range rows {
		out[bookedKey{b.Municipality, b.Service, b.Year}] = amounts{b.Gross, b.Income, b.Refund}
	}
	return out, nil
}

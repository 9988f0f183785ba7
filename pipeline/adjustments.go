package pipeline

import (
	"context"
	"slices"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// An adjustment is one manual correction of the forecast: what its author adds to the
// gross cost of a service in a year, in that year's prices.
type adjustment struct {
	Service   string    `col:"service"`
	Year      int64     `col:"year"`
	Author    string    `col:"author"`
	Reason    string    `col:"reason"`
	Amount    money.Ore `col:"ore"`
	ExpiresOn time.Time `col:"expires_on"`
}

// counts reports whether a forecast made on a day has the adjustment: until its last
// day, that day included.
func (a adjustment) counts(day time.Time) bool { return !a.ExpiresOn.Before(day) }

// What an adjustment is to the run. The comment of sql/outputs/adjustment.sql
// has them in words.
const (
	adjustmentApplied   = "applied"
	adjustmentExpired   = "expired"
	adjustmentPast      = "past"
	adjustmentOutside   = "outside"
	adjustmentNoService = "no_service"
)

// An adjustmentRow is one adjustment beside the forecast that it corrects. An amount
// is nil where there is none.
type adjustmentRow struct {
	Service    string     `col:"service"`
	Year       int64      `col:"year"`
	Author     string     `col:"author"`
	Reason     string     `col:"reason"`
	Amount     money.Ore  `col:"amount"`
	ExpiresOn  time.Time  `col:"expires_on"`
	Status     string     `col:"status"`
	Unadjusted *money.Ore `col:"unadjusted"`
	Counted    *money.Ore `col:"counted"` // of all adjustments of the service and year
	Adjusted   *money.Ore `col:"adjusted"`
	adjustmentScore
}

// adjust holds the adjustments beside the forecast, which stays as it is: what a
// person adds is never taken for what the models say. It makes the table adjustment,
// empty without the extract, whose absence leaves nothing out.
func (f *future) adjust(ctx context.Context, r *run) error {
	found, err := store.Query[adjustment](ctx, r.store, "rows", "adjustments", nil)
	if err != nil {
		return err
	}
	b := &adjustmentBook{run: r, future: f, all: found}
	for _, a := range found {
		r.adjustments = append(r.adjustments, b.row(a))
	}
	return store.Append(ctx, r.store, "adjustment", r.adjustments)
}

// An adjustmentBook is what rows of adjustments are made from.
type adjustmentBook struct {
	run    *run
	future *future
	all    []adjustment
	past   pastForecasts // of the backtest; filled where a past year is scored
}

// row puts one adjustment beside its forecast.
func (b *adjustmentBook) row(a adjustment) adjustmentRow {
	row := adjustmentRow{
		Service: a.Service, Year: a.Year, Author: a.Author, Reason: a.Reason,
		Amount: a.Amount, ExpiresOn: a.ExpiresOn, Status: b.status(a),
	}
	switch row.Status {
	case adjustmentApplied, adjustmentExpired:
		t := b.future.totals[totalKey{"service", a.Service}]
		row.hold(t.means[a.Year-b.future.years[0]].gross, b.counted(a, b.run.calendar.asOf))
	case adjustmentPast:
		b.score(&row, a)
	}
	return row
}

// status says whether an adjustment counts. That a year is over, or too far ahead, goes
// before the day on which it expires: neither can count whatever that is.
func (b *adjustmentBook) status(a adjustment) string {
	years := b.future.years
	_, forecast := b.future.totals[totalKey{"service", a.Service}]
	known := forecast || slices.ContainsFunc(b.future.cells.keys, func(k cellKey) bool { return k.service == a.Service })
	switch {
	case !known:
		return adjustmentNoService
	case a.Year <= b.run.calendar.lastYear:
		return adjustmentPast
	case a.Year > years[len(years)-1]:
		return adjustmentOutside
	case !forecast: // the service has ended: there is nothing to add to
		return adjustmentNoService
	case !a.counts(b.run.calendar.asOf):
		return adjustmentExpired
	}
	return adjustmentApplied
}

// counted sums what counts on a day for the service and year of an adjustment.
func (b *adjustmentBook) counted(a adjustment, day time.Time) money.Ore {
	var sum money.Ore
	for _, other := range b.all {
		if other.Service == a.Service && other.Year == a.Year && other.counts(day) {
			sum += other.Amount
		}
	}
	return sum
}

// hold sets the forecast and what is added to it.
func (row *adjustmentRow) hold(unadjusted, counted money.Ore) {
	adjusted := unadjusted + counted
	row.Unadjusted, row.Counted, row.Adjusted = &unadjusted, &counted, &adjusted
}

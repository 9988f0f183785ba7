package pipeline

import (
	"context"

	"opdrift/pipeline/money"
	"opdrift/pipeline/refusion"
	"opdrift/pipeline/store"
)

// A refundAmount is one amount of a refund scheme in a year: that of grown-ups in the
// year's first month.
type refundAmount struct {
	Scheme    string    `col:"scheme"`
	Step      int64     `col:"step"` // from 1, the lowest
	Year      int64     `col:"year"`
	Threshold money.Ore `col:"threshold"`
	Assumed   bool      `col:"assumed"`
}

// concentrate makes the table concentration: what the most expensive persons cost, as
// sums over persons. After readCatalogue and refusionByRule.
func (r *run) concentrate(ctx context.Context) error {
	if !r.has("cases") {
		r.missing("cases", "concentration",
			"no cases: what the most expensive persons cost is not known",
			"ingen sager: hvad de dyreste personer koster, kendes ikke")
	}
	var rows []refundAmount
	for _, scheme := range r.refunds.rules.Schemes() {
		for y := r.calendar.firstYear; y <= r.calendar.lastYear; y++ {
			level, _ := r.refunds.rules.Level(scheme, r.calendar.firstMonth(y), refusion.Adult, r.refunds.opts)
			for i, s := range level.Steps {
				rows = append(rows, refundAmount{scheme, int64(i) + 1, y, s.Above, level.Assumed})
			}
		}
	}
	if err := store.Append(ctx, r.store, "refund_amounts", rows); err != nil {
		return err
	}
	args := store.Args{"year_start": r.calendar.yearStart, "first_year": r.calendar.firstYear, "last_year": r.calendar.lastYear}
	if err := r.store.Extract(ctx, args, "person_year"); err != nil {
		return err
	}
	return r.store.Make(ctx, "panel", nil, "concentration")
}

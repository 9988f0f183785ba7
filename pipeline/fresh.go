package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
	"opdrift/pipeline/store"
)

// fresh stops the run when an extract's newest day, of the ledger that of its newest
// booked month, is older than its contract, or freshness.max_days, allows. It is judged
// on an explicit as-of date, else on the day of the run: the newest booked month cannot
// judge itself. Every stale extract is named at once.
func (r *run) fresh(ctx context.Context) error {
	day := r.opts.Today
	if !r.cfg.AsOf.IsZero() {
		day = r.cfg.AsOf
	}
	if day.IsZero() {
		return nil
	}
	var stale []string
	for _, in := range r.inputs {
		if !r.has(in.name) { // activity beside cases is not used
			continue
		}
		for _, f := range in.contract.Freshness {
			err := r.freshExtract(ctx, in, f, day)
			var old staleError
			if errors.As(err, &old) {
				stale = append(stale, old.Error())
			} else if err != nil {
				return err
			}
		}
	}
	if len(stale) == 0 {
		return nil
	}
	return &MissingError{fmt.Sprintf("%s\n  if they are meant to be old, give the day they are from (as_of or --as-of), or allow it in freshness.max_days", strings.Join(stale, "\n  "))}
}

// staleError says that an extract is too old.
type staleError struct{ error }

func (r *run) freshExtract(ctx context.Context, in *input, f contract.Freshness, day time.Time) error {
	switch days := r.cfg.Freshness.Of(in.name); days {
	case config.NeverStale:
		return nil
	case config.Contract:
	default:
		f.MaxDays = days
	}
	if !slices.Contains(in.source.Columns, f.Column) {
		return nil // what an optional column's absence costs stands in coverage
	}
	newest, err := r.newestDay(ctx, in, f, day)
	if err != nil {
		return fmt.Errorf("%s: %w", in.name, err)
	}
	if newest.IsZero() && !r.cfg.AsOf.IsZero() {
		return nil // on a day in the past the extract was not there yet, which is not stale
	}
	if err := f.Check(in.name, newest, day); err != nil {
		return staleError{err}
	}
	return nil
}

// newestDay is the newest day of a column on or before a day, zero without one. Of the
// ledger it is that of the newest booked month: one posting makes no ledger fresh.
func (r *run) newestDay(ctx context.Context, in *input, f contract.Freshness, day time.Time) (time.Time, error) {
	if in.name == "costs" {
		months, err := r.postedMonths(ctx, day)
		newest, last := newestBooked(months), time.Time{}
		for _, p := range months {
			if p.Month == newest && p.Newest.After(last) {
				last = p.Newest
			}
		}
		return last, err
	}
	type found struct {
		Newest time.Time `col:"newest"`
	}
	rows, err := store.Select[found](ctx, r.store, in.contract.FreshSQL(in.source, f, day))
	if err != nil {
		return time.Time{}, err
	}
	return rows[0].Newest, nil
}

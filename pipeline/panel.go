package pipeline

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"opdrift/pipeline/store"
)

// panel makes the panel: volume and money by municipality, service, age band,
// year and month (docs/definitions.md).
func panel(ctx context.Context, r *run) error {
	for _, step := range []func(context.Context) error{
		r.settleCalendar,
		func(context.Context) error { return r.settleCompared() },
		r.readPayments,
		r.extractRows,
		r.noteAccounts,
		r.shareUnlinked,
		r.namePopulation,
		r.readCatalogue,
		r.indexPrices,
		r.makePanel,
		r.revisePrices,
		r.recoverTariffs,
		r.refusionByRule,
		r.withinRest,
		r.crossings,
		r.concentrate,
		r.yearEnd,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// makePanel makes the cells by month and year, the panel and the reconciliation.
func (r *run) makePanel(ctx context.Context) error {
	start := store.Args{"year_start": r.calendar.yearStart}
	years := store.Args{
		"year_start": r.calendar.yearStart, "has_cases": r.has("cases"),
		"first_year": r.calendar.firstYear, "last_year": r.calendar.lastYear,
	}
	if err := r.store.Make(ctx, "panel", nil, "money_month"); err != nil {
		return err
	}
	if err := r.store.Make(ctx, "panel", start, "cell_month", "reconciliation"); err != nil {
		return err
	}
	if err := r.store.Make(ctx, "panel", years, "cell_year"); err != nil {
		return err
	}
	return r.store.Make(ctx, "panel", nil, "panel")
}

// settleCalendar reads the ledger's span, says what lies after the as-of date, and makes
// the calendar's tables.
func (r *run) settleCalendar(ctx context.Context) error {
	months, err := r.postedMonths(ctx, endOfTime)
	if err != nil {
		return err
	}
	if r.calendar, err = newCalendar(r.cfg, months, r.has("cases")); err != nil {
		return err
	}
	r.noteLater(months)
	return r.calendar.tables(ctx, r.store)
}

// extractRows runs the statements that touch raw rows.
func (r *run) extractRows(ctx context.Context) error {
	if err := r.pastYears(ctx); err != nil {
		return err
	}
	args := store.Args{
		"as_of": r.calendar.asOf, "until": r.calendar.until(), "year_start": r.calendar.yearStart,
		"last_year": r.calendar.lastYear, "last_month": r.calendar.lastMonth, "until_month": monthOf(r.calendar.until()),
	}
	if err := r.store.Codes(ctx); err != nil {
		return err
	}
	if err := r.store.Extract(ctx, args, "case_numbers", "banded_grants", "service_versions", "grants", "commitments", "grant_events", "person_events", "flows", "delivery_months", "account_shares", "account_payments", "postings", "ledger_month", "payment_year", "activity_year"); err != nil {
		return err
	}
	return r.store.Make(ctx, "panel", args, "grant_month", "case_month", "person_counts")
}

// shareUnlinked shares money whose person is not known over age bands: it makes the
// table shared_month.
func (r *run) shareUnlinked(ctx context.Context) error {
	return r.store.Make(ctx, "panel", store.Args{"year_start": r.calendar.yearStart}, "unlinked", "shared_month")
}

// parseBand reads a band's ages from its name, such as 18-64 or 65+. The band
// "all" is every age.
func parseBand(name string) (Band, error) {
	b := Band{Band: name, AgeTo: oldest}
	if name == "all" {
		return b, nil
	}
	from, to, closed := strings.Cut(strings.TrimSuffix(name, "+"), "-")
	var err error
	if b.AgeFrom, err = strconv.ParseInt(from, 10, 64); err != nil {
		return b, fmt.Errorf("age band %q: want ages such as 18-64, 65+ or all", name)
	}
	if closed {
		if b.AgeTo, err = strconv.ParseInt(to, 10, 64); err != nil {
			return b, fmt.Errorf("age band %q: want ages such as 18-64, 65+ or all", name)
		}
	}
	b.Position = b.AgeFrom*1000 + b.AgeTo
	return b, nil
}

package pipeline

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// panel makes the panel: volume and money by municipality, service, age band,
// year and month (docs/definitions.md).
func panel(ctx context.Context, r *run) error {
	for _, step := range []func(context.Context) error{
		r.settleCalendar,
		func(context.Context) error { return r.settleCompared() },
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

// settleCalendar reads the ledger's span and makes the calendar's tables.
func (r *run) settleCalendar(ctx context.Context) error {
	var err error
	if r.calendar, err = r.readCalendar(ctx); err != nil {
		return err
	}
	return r.calendar.tables(ctx, r.store)
}

func (r *run) readCalendar(ctx context.Context) (calendar, error) {
	spans, err := store.Query[span](ctx, r.store, "extract", "newest", nil)
	if err != nil {
		return calendar{}, err
	}
	return newCalendar(r.cfg, spans[0], r.has("cases"))
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
	if err := r.store.Extract(ctx, args, "banded_grants", "known_grants", "service_versions", "grants", "commitments", "grant_events", "person_events", "flows", "delivery_months", "account_shares", "postings", "ledger_month", "activity_year"); err != nil {
		return err
	}
	return r.store.Make(ctx, "panel", args, "grant_month", "case_month", "person_counts")
}

// A cell of money by band.
type bandMoney struct {
	Municipality string    `col:"municipality"`
	Service      string    `col:"service"`
	Kind         string    `col:"kind"`
	CostBasis    string    `col:"cost_basis"`
	Band         string    `col:"band"`
	Month        int64     `col:"month"`
	Ore          money.Ore `col:"ore"`
}

// bandWeights holds what money without a person is shared by.
type bandWeights struct {
	Municipality string `col:"municipality"`
	Service      string `col:"service"`
	Band         string `col:"band"`
	Month        int64  `col:"month"`
	Days         int64  `col:"days"`
	Priced       int64  `col:"priced"`
}

// shareUnlinked shares money whose person is not known over age bands, in whole
// øre by largest remainder: by the price of the month's grants, else by the days
// of the year's, else into the band "all". It makes the table shared_month.
func (r *run) shareUnlinked(ctx context.Context) error {
	type unlinked struct {
		Municipality string    `col:"municipality"`
		Service      string    `col:"service"`
		Kind         string    `col:"kind"`
		CostBasis    string    `col:"cost_basis"`
		Month        int64     `col:"month"`
		Ore          money.Ore `col:"ore"`
	}
	sums, err := store.Query[unlinked](ctx, r.store, "panel", "unlinked", nil)
	if err != nil {
		return err
	}
	weights, err := r.weights(ctx)
	if err != nil {
		return err
	}
	var rows []bandMoney
	for _, u := range sums {
		service := u.Municipality + "\x00" + u.Service + "\x00"
		by, ok := weights[service+"m"+strconv.FormatInt(u.Month, 10)]
		if !ok {
			by, ok = weights[service+"y"+strconv.FormatInt(r.calendar.yearOf(u.Month), 10)]
		}
		if !ok {
			rows = append(rows, bandMoney{u.Municipality, u.Service, u.Kind, u.CostBasis, "all", u.Month, u.Ore})
			continue
		}
		for i, part := range money.Apportion(u.Ore, by) {
			if part != 0 {
				rows = append(rows, bandMoney{u.Municipality, u.Service, u.Kind, u.CostBasis, bands[i].Band, u.Month, part})
			}
		}
	}
	return store.Append(ctx, r.store, "shared_month", rows)
}

// weights returns price by month and days by year, by band, for the services and
// periods where they are not all zero.
func (r *run) weights(ctx context.Context) (map[string][]int64, error) {
	rows, err := store.Query[bandWeights](ctx, r.store, "rows", "weights", nil)
	if err != nil {
		return nil, err
	}
	position := map[string]int{}
	for i, b := range bands {
		position[b.Band] = i
	}
	weights := map[string][]int64{}
	add := func(key, band string, weight int64) {
		if weight <= 0 {
			return
		}
		if weights[key] == nil {
			weights[key] = make([]int64, len(bands))
		}
		weights[key][position[band]] += weight
	}
	for _, w := range rows {
		service := w.Municipality + "\x00" + w.Service + "\x00"
		add(service+"m"+strconv.FormatInt(w.Month, 10), w.Band, w.Priced)
		add(service+"y"+strconv.FormatInt(r.calendar.yearOf(w.Month), 10), w.Band, w.Days)
	}
	return weights, nil
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

package pipeline

import (
	"context"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
	"opdrift/pipeline/tariff"
)

// A tariffRow is a row of the table tariff_recovery. Income has the sign of the ledger.
type tariffRow struct {
	Service   string     `col:"service"`
	Facility  string     `col:"facility"`
	Year      int64      `col:"year"`
	Cost      money.Ore  `col:"cost"`
	Occupied  float64    `col:"occupied_days"`
	Sold      float64    `col:"sold_days"`
	UnitCost  float64    `col:"unit_cost"`
	SoldCost  *money.Ore `col:"sold_cost"`
	Income    *money.Ore `col:"income"`
	Recovery  *money.Ore `col:"recovery"`
	Share     float64    `col:"share_of_income"`
	CarriedIn *money.Ore `col:"carried_in"`
	ToCarry   *money.Ore `col:"to_carry"`
	CarryYear *int64     `col:"carry_year"`
	Status    string     `col:"status"`
}

// recoverTariffs holds the income from sold places against their cost (package tariff)
// and makes the table tariff_recovery, empty without the extract capacity. It reads the
// view of postings: after extractRows.
func (r *run) recoverTariffs(ctx context.Context) error {
	if !r.has("capacity") {
		r.notAsked("capacity", "tariff_recovery",
			"no capacity: what tariffs recover of the cost of sold places is not known",
			"ingen capacity: det vides ikke, om taksterne dækker udgiften til solgte pladser")
		return store.Append(ctx, r.store, "tariff_recovery", []tariffRow(nil))
	}
	rules, err := tariff.Load()
	if err != nil {
		return err
	}
	facilities, err := r.facilities(ctx)
	if err != nil {
		return err
	}
	income, err := r.sales(ctx)
	if err != nil {
		return err
	}
	var rows []tariffRow
	for _, t := range tariff.Compute(rules, facilities, income, r.calendar.end) {
		rows = append(rows, rowOf(t))
	}
	if rules.Assumed() {
		r.assumed("capacity", "tariff_recovery",
			"over- or under-recovery is in the tariff two years later: read in a guide to one framework agreement, not in the municipality's own",
			"over- eller underskud er i taksten to år efter: læst i en vejledning til én rammeaftale, ikke i kommunens egen")
	}
	return store.Append(ctx, r.store, "tariff_recovery", rows)
}

func rowOf(t tariff.Recovery) tariffRow {
	row := tariffRow{
		Service: t.Service, Facility: t.Facility, Year: t.Year, Cost: t.Cost, Occupied: t.Occupied, Sold: t.Sold, UnitCost: t.UnitCost,
		SoldCost: t.SoldCost, Recovery: t.Recovery, Share: t.Share, CarriedIn: t.CarriedIn, ToCarry: t.ToCarry, Status: string(t.Status),
	}
	if t.Income != nil {
		row.Income = new(money.Ore)
		*row.Income = -*t.Income
	}
	if t.CarryYear > 0 {
		row.CarryYear = &t.CarryYear
	}
	return row
}

func (r *run) facilities(ctx context.Context) ([]tariff.Facility, error) {
	type row struct {
		Facility string    `col:"facility"`
		Service  string    `col:"service"`
		Year     int64     `col:"year"`
		Cost     money.Ore `col:"cost"`
		Occupied float64   `col:"occupied_days"`
		Sold     float64   `col:"sold_days"`
	}
	rows, err := store.Query[row](ctx, r.store, "rows", "facilities", store.Args{"last_year": r.calendar.lastYear})
	var out []tariff.Facility
	for _, f := range rows {
		out = append(out, tariff.Facility(f))
	}
	return out, err
}

// sales are what other payers paid for places in complete years, positive; nil where the
// ledger does not say: it tells no payments apart, or it is that of several municipalities
// and the project names none of them, since capacity is one municipality's.
func (r *run) sales(ctx context.Context) (map[tariff.Sale]money.Ore, error) {
	type sum struct {
		Municipality string    `col:"municipality"`
		Service      string    `col:"service"`
		Year         int64     `col:"year"`
		Ore          money.Ore `col:"ore"`
	}
	sums, err := store.Query[sum](ctx, r.store, "rows", "sold", nil)
	if err != nil {
		return nil, err
	}
	out, seen := map[tariff.Sale]money.Ore{}, map[string]bool{}
	for _, s := range sums {
		if r.cfg.Municipality != "" && s.Municipality != r.cfg.Municipality {
			continue
		}
		seen[s.Municipality] = true
		out[tariff.Sale{Service: s.Service, Year: s.Year}] -= s.Ore
	}
	if !r.hasColumn("costs", "art") && !r.hasColumn("account_map", "payment") || len(seen) > 1 {
		return nil, nil
	}
	return out, nil
}

// hasColumn reports whether an extract that is there has a column.
func (r *run) hasColumn(extract, column string) bool {
	return slices.ContainsFunc(r.inputs, func(in *input) bool { return in.name == extract && slices.Contains(in.source.Columns, column) })
}

package pipeline

import (
	"context"
	"time"

	"opdrift/forecasts"
	"opdrift/pipeline/store"
)

// flowRow counts persons of one kind in one year of a service.
type flowRow struct {
	Municipality string `col:"municipality"`
	Service      string `col:"service"`
	Year         int    `col:"year"`
	Age          int    `col:"age"`
	Duration     int    `col:"duration"`
	Persons      int64  `col:"persons"`
	Exits        int64  `col:"exits"`
	Days         int64  `col:"days"`
	ExitDays     int64  `col:"exit_days"`
}

type serviceKey struct{ municipality, service string }

// readFlows reads stock and flow of every service: who came, stayed and left.
// Aggregated sources have none.
func (r *run) readFlows(ctx context.Context) (map[serviceKey]*forecasts.Flow, error) {
	rows, err := store.Query[flowRow](ctx, r.store, "rows", "flows", nil)
	if err != nil {
		return nil, err
	}
	ages, err := r.readAges(ctx)
	if err != nil {
		return nil, err
	}
	flows := map[serviceKey]*forecasts.Flow{}
	for _, row := range rows {
		key := serviceKey{row.Municipality, row.Service}
		if flows[key] == nil {
			flows[key] = &forecasts.Flow{Ages: ages[row.Municipality]}
		}
		year := float64(r.calendar.days(int64(row.Year)))
		flows[key].Rows = append(flows[key].Rows, forecasts.FlowRow{
			Year: row.Year, Age: row.Age, Duration: row.Duration, Persons: float64(row.Persons), Exits: float64(row.Exits),
			Days: float64(row.Days) / year, ExitDays: float64(row.ExitDays) / year,
		})
	}
	return flows, nil
}

// ageRow counts the inhabitants of one age on one day, as one vintage has it.
type ageRow struct {
	Municipality string    `col:"municipality"`
	Age          int       `col:"age"`
	Date         time.Time `col:"reference_date"`
	Kind         string    `col:"kind"`
	Known        time.Time `col:"known"`
	Persons      int64     `col:"persons"`
}

// readAges reads the inhabitants by single age; none without population. Where a
// what-if replaces the projection, the bands follow it and the ages within them do not.
func (r *run) readAges(ctx context.Context) (map[string]*forecasts.Ages, error) {
	ages := map[string]*forecasts.Ages{}
	if !r.has("population") {
		return ages, nil
	}
	rows, err := store.Query[ageRow](ctx, r.store, "rows", "ages", store.Args{"as_of": r.calendar.asOf})
	if err != nil {
		return nil, err
	}
	lead := r.calendar.asOf.Sub(r.calendar.end(r.calendar.lastYear))
	origins := map[time.Time]int{}
	for _, row := range rows {
		if ages[row.Municipality] == nil {
			ages[row.Municipality] = &forecasts.Ages{}
		}
		if _, ok := origins[row.Known]; !ok {
			origins[row.Known] = r.originOf(row.Known, lead)
		}
		a := ages[row.Municipality]
		a.Counts = append(a.Counts, forecasts.AgeCount{
			Known: origins[row.Known], Year: int(r.calendar.yearOf(monthOf(row.Date))), Age: row.Age,
			Counted: row.Kind == "actual", Persons: float64(row.Persons),
		})
	}
	return ages, nil
}

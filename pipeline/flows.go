package pipeline

import (
	"context"

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
	flows := map[serviceKey]*forecasts.Flow{}
	for _, row := range rows {
		key := serviceKey{row.Municipality, row.Service}
		if flows[key] == nil {
			flows[key] = &forecasts.Flow{}
		}
		year := float64(r.calendar.days(int64(row.Year)))
		flows[key].Rows = append(flows[key].Rows, forecasts.FlowRow{
			Year: row.Year, Age: row.Age, Duration: row.Duration, Persons: float64(row.Persons), Exits: float64(row.Exits),
			Days: float64(row.Days) / year, ExitDays: float64(row.ExitDays) / year,
		})
	}
	return flows, nil
}

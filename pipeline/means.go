package pipeline

import (
	"context"

	"opdrift/pipeline/priority"
	"opdrift/pipeline/store"
)

// meanRow is one published mean.
type meanRow struct {
	Municipality  string  `col:"municipality"`
	Service       string  `col:"service"`
	Domain        string  `col:"domain"`
	Dimension     string  `col:"dimension"`
	Year          int     `col:"year"`
	Mean          float64 `col:"mean"`
	Invited       int64   `col:"invited"`
	Answered      int64   `col:"answered"`
	StandardError float64 `col:"standard_error"`
	ScaleMin      float64 `col:"scale_min"`
	ScaleMax      float64 `col:"scale_max"`
}

// listenMeans reads published results, municipality by municipality. Those of the
// project's own municipality carry its priorities.
func (r *run) listenMeans(ctx context.Context, ask priority.Ask) ([]citizenRow, error) {
	found, err := store.Query[meanRow](ctx, r.store, "rows", "means", store.Args{"last_year": r.calendar.asOf.Year()})
	if err != nil {
		return nil, err
	}
	var means []priority.Mean
	years := map[meanRow]int{}
	for _, m := range found {
		means = append(means, priority.Mean(m))
		years[meanRow{Municipality: m.Municipality, Service: m.Service, Domain: m.Domain, Dimension: m.Dimension}] = m.Year
	}
	var names []string
	for _, m := range found {
		if len(names) == 0 || names[len(names)-1] != m.Municipality {
			names = append(names, m.Municipality)
		}
	}
	var rows []citizenRow
	for _, name := range names {
		hearing := priority.ListenMeans(means, name, ask)
		if name == r.cfg.Municipality || len(names) == 1 {
			r.citizens.hearing = hearing
			r.citizens.values = priority.Values(hearing.Sample, r.cfg.Citizens.TieProbability)
		}
		for _, v := range hearing.Rows {
			year := years[meanRow{Municipality: name, Service: v.Service, Domain: v.Domain, Dimension: v.Dimension}]
			rows = append(rows, newCitizenRow(name, year, v))
		}
	}
	if len(r.citizens.values) == 0 {
		r.missing("assessment_means", "priority",
			"published means do not tell services apart, or municipality is not set: services are not ranked by citizens",
			"offentliggjorte gennemsnit skelner ikke mellem indsatser, eller municipality er ikke sat: borgerne rangordner ikke indsatserne")
	}
	return rows, nil
}

package pipeline

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"opdrift/pipeline/store"
)

// A count is the persons of a band on a day, as one vintage has it.
type count struct {
	Municipality string    `col:"municipality"`
	Band         string    `col:"band"`
	Date         time.Time `col:"reference_date"`
	Kind         string    `col:"kind"`
	Vintage      time.Time `col:"vintage"`
	Persons      int64     `col:"persons"`
}

// known is the day on which a figure was there to be used.
func (c count) known() time.Time {
	if c.Vintage.IsZero() {
		return c.Date
	}
	return c.Vintage
}

// An exposure is the population of a band through a year.
type exposure struct {
	Municipality string  `col:"municipality"`
	Band         string  `col:"band"`
	Year         int64   `col:"year"`
	Population   float64 `col:"population"`
	Provenance   string  `col:"provenance"`
}

// A populationAt is what one vintage of the population knew.
type populationAt struct {
	known time.Time
	by    map[bandKey]map[int64]exposure // by year
}

type bandKey struct{ municipality, band string }

// namePopulation makes the tables used_bands and exposure, and keeps what each
// vintage knew for the forecasts' backtests. Without the extract exposure is
// empty and coverage says so.
func (r *run) namePopulation(ctx context.Context) error {
	if err := r.usedBands(ctx); err != nil {
		return err
	}
	if !r.has("population") {
		r.missing("population", "usage, population_size, age_structure",
			"no population: use per inhabitant is not computed and demography cannot carry the forecast",
			"ingen befolkning: brugerandele beregnes ikke, og demografien kan ikke bære fremskrivningen")
		return store.Append(ctx, r.store, "exposure", []exposure(nil))
	}
	if err := r.store.Extract(ctx, store.Args{"as_of": r.calendar.asOf}, "population_band"); err != nil {
		return err
	}
	counts, err := store.Query[count](ctx, r.store, "rows", "population", nil)
	if err != nil {
		return err
	}
	r.population = r.vintages(counts)
	var rows []exposure
	if n := len(r.population); n > 0 {
		for _, years := range r.population[n-1].by {
			for _, e := range years {
				rows = append(rows, e)
			}
		}
	}
	slices.SortFunc(rows, func(a, b exposure) int {
		return cmp.Or(cmp.Compare(a.Municipality, b.Municipality), cmp.Compare(a.Band, b.Band), cmp.Compare(a.Year, b.Year))
	})
	return store.Append(ctx, r.store, "exposure", rows)
}

// usedBands makes the table of the bands that the sources name.
func (r *run) usedBands(ctx context.Context) error {
	type label struct {
		Band string `col:"band"`
	}
	labels, err := store.Query[label](ctx, r.store, "panel", "labels", nil)
	if err != nil {
		return err
	}
	position := map[string]int64{}
	for _, b := range bands {
		position[b.Band] = b.Position
	}
	used := []Band{{Band: all, Position: none, AgeTo: oldest}}
	for _, l := range labels {
		if l.Band == all {
			continue
		}
		b, err := parseBand(l.Band)
		if err != nil {
			return err
		}
		if p, ok := position[b.Band]; ok {
			b.Position = p
		}
		used = append(used, b)
	}
	return store.Append(ctx, r.store, "used_bands", used)
}

// vintages returns what was known of the population on each day that a figure
// came, oldest first. For each day of reference an actual count goes before a
// projection, then the newest vintage.
func (r *run) vintages(counts []count) []populationAt {
	var days []time.Time
	for _, c := range counts {
		days = append(days, c.known())
	}
	slices.SortFunc(days, time.Time.Compare)
	days = slices.CompactFunc(days, time.Time.Equal)

	var out []populationAt
	for _, day := range days {
		best := map[bandKey]map[int64]count{}
		for _, c := range counts {
			if c.known().After(day) {
				continue
			}
			key, year := bandKey{c.Municipality, c.Band}, r.calendar.yearOf(monthOf(c.Date))
			if best[key] == nil {
				best[key] = map[int64]count{}
			}
			if old, ok := best[key][year]; !ok || better(c, old) {
				best[key][year] = c
			}
		}
		out = append(out, populationAt{known: day, by: exposures(best)})
	}
	return out
}

// better reports whether c says more of a day's population than old.
func better(c, old count) bool {
	if (c.Kind == "actual") != (old.Kind == "actual") {
		return c.Kind == "actual"
	}
	return c.known().After(old.known())
}

// exposures turns counts at the start of years into means over years.
func exposures(counts map[bandKey]map[int64]count) map[bandKey]map[int64]exposure {
	out := map[bandKey]map[int64]exposure{}
	for key, years := range counts {
		out[key] = map[int64]exposure{}
		for year, start := range years {
			next, ok := years[year+1]
			if !ok {
				continue
			}
			provenance := "actual"
			if start.Kind != "actual" || next.Kind != "actual" {
				provenance = "projected"
			}
			mean := float64(start.Persons+next.Persons) / 2
			out[key][year] = exposure{key.municipality, key.band, year, mean, provenance}
		}
	}
	return out
}

// values returns a band's exposure by year as a vector, NaN where not known.
func (p populationAt) values(key bandKey, first int64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
		if e, ok := p.by[key][first+int64(i)]; ok {
			out[i] = e.Population
		}
	}
	return out
}

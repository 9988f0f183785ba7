package pipeline

import (
	"context"
	"maps"
	"slices"

	"opdrift/pipeline/store"
)

// populationVariant is what is known of the population, with the newest projection
// replaced, where a variant of it is known, by the newest vintage of that variant.
// Earlier vintages are as they were, so that the backtest chooses the same models.
func (r *run) populationVariant(ctx context.Context, variant string) ([]populationAt, error) {
	if !r.has("population") {
		return nil, &MissingError{"population=" + variant + ": there is no extract population"}
	}
	args := store.Args{"as_of": r.calendar.asOf, "variant": variant}
	if err := r.store.Extract(ctx, args, "population_variant"); err != nil {
		return nil, err
	}
	counts, err := store.Query[count](ctx, r.store, "rows", "population", nil)
	if err != nil {
		return nil, err
	}
	variants, err := store.Query[count](ctx, r.store, "rows", "population_variant", nil)
	if err != nil {
		return nil, err
	}
	if len(variants) == 0 {
		return nil, &MissingError{"population=" + variant + ": the extract population has no rows of that variant that were known by the as-of date"}
	}
	var newest []count
	byDay := map[bandKey]map[int64]count{}
	for _, c := range variants {
		key, year := bandKey{c.Municipality, c.Band}, r.calendar.yearOf(monthOf(c.Date))
		if byDay[key] == nil {
			byDay[key] = map[int64]count{}
		}
		if old, ok := byDay[key][year]; !ok || c.known().After(old.known()) {
			byDay[key][year] = c
		}
	}
	for _, c := range counts {
		_, replaced := byDay[bandKey{c.Municipality, c.Band}][r.calendar.yearOf(monthOf(c.Date))]
		if c.Kind == "actual" || !replaced {
			newest = append(newest, c)
		}
	}
	for _, years := range byDay {
		newest = slices.AppendSeq(newest, maps.Values(years))
	}
	all := r.vintages(newest)
	out := slices.Clone(r.population)
	out[len(out)-1] = populationAt{known: out[len(out)-1].known, by: all[len(all)-1].by}
	return out, nil
}

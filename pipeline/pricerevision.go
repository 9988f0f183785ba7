package pipeline

import (
	"cmp"
	"context"
	"slices"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// A revisionRow is one value of an index that a vintage gives otherwise than the vintage
// before it that has the year.
type revisionRow struct {
	Index           string    `col:"index"`
	Year            int64     `col:"year"`
	Vintage         time.Time `col:"vintage"`
	PreviousVintage time.Time `col:"previous_vintage"`
	Kind            string    `col:"kind"`
	PreviousKind    string    `col:"previous_kind"`
	Previous        float64   `col:"previous"`
	Now             float64   `col:"now"`
	Change          float64   `col:"change"`
	Gross           money.Ore `col:"gross"` // of the last complete year, that the index carries
	Difference      money.Ore `col:"difference"`
}

// revisePrices makes the table price_revision: what the re-estimates that the run knows
// mean in kroner, of the years that the run works with.
//
//	change     = now / previous − 1
//	difference = change × gross that follows the index, of the last complete year
//
// Of a service by wages and prices, w of its gross follows wages and 1 − w prices.
// Values without a vintage have no order and are left out; coverage says so.
func (r *run) revisePrices(ctx context.Context) error {
	type sum struct {
		Service string    `col:"service"`
		Gross   money.Ore `col:"gross"`
	}
	sums, err := store.Query[sum](ctx, r.store, "rows", "service_gross",
		store.Args{"year": r.calendar.lastYear, "municipality": r.cfg.Municipality})
	if err != nil {
		return err
	}
	gross := map[string]money.Ore{}
	for _, s := range sums {
		gross[s.Service] = s.Gross
	}
	rows, undated := r.revisions()
	for i := range rows {
		row := &rows[i]
		follows := r.following(row.Index, row.Year, gross)
		var errs [2]error
		row.Gross, errs[0] = money.FromFloat(follows)
		row.Difference, errs[1] = money.FromFloat(follows * row.Change)
		if err := cmp.Or(errs[:]...); err != nil {
			return err
		}
	}
	if undated {
		r.missing("prices", "price_revision",
			"vintage unknown: index values without a vintage cannot be held against earlier ones",
			"udgave ukendt: indeksværdier uden udgave kan ikke holdes op mod tidligere")
	}
	return store.Append(ctx, r.store, "price_revision", rows)
}

// revisions lists the values that differ from those of the vintage before, without
// kroner, and says whether any has no vintage. Of one vintage an actual value goes before a
// projection.
func (r *run) revisions() (out []revisionRow, undated bool) {
	rows := slices.Clone(r.indexRows)
	slices.SortStableFunc(rows, func(a, b indexRow) int { // of equals, actual stays before projection
		return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Year, b.Year), a.Vintage.Compare(b.Vintage))
	})
	last := r.calendar.lastYear + int64(r.calendar.horizon)
	var before indexRow
	for _, now := range rows {
		undated = undated || now.Vintage.IsZero()
		same := now.Index == before.Index && now.Year == before.Year
		if same && now.Vintage.Equal(before.Vintage) {
			continue
		}
		if same && !before.Vintage.IsZero() && now.Value != before.Value && now.Year >= r.calendar.firstYear && now.Year <= last {
			out = append(out, revisionRow{
				Index: now.Index, Year: now.Year, Vintage: now.Vintage, PreviousVintage: before.Vintage,
				Kind: now.Kind, PreviousKind: before.Kind, Previous: before.Value, Now: now.Value, Change: now.Value/before.Value - 1,
			})
		}
		before = now
	}
	return out, undated
}

// following is what of the services' gross follows an index in a year, in kroner.
func (r *run) following(index string, year int64, gross map[string]money.Ore) float64 {
	var sum float64
	for _, service := range sortedKeys(gross) {
		basis := r.prices.of(service).years[year].Basis
		w := r.services[service].WageShare
		kr := gross[service].Kroner()
		switch {
		case basis == basisMixed && index == basisWages:
			sum += kr * w
		case basis == basisMixed && index == basisPrices:
			sum += kr * (1 - w)
		case basis == basisOwnService && index == service, basis != basisOwnService && basis == index:
			sum += kr
		}
	}
	return sum
}

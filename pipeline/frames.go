package pipeline

import (
	"context"
	"fmt"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/priority"
	"opdrift/pipeline/store"
)

// budgetFrame is what the budget allows a service or committee in a year, in prices of
// the price year.
type budgetFrame struct {
	Year      int64     `col:"year"`
	Service   string    `col:"service"`
	Committee string    `col:"committee"`
	PriceYear int64     `col:"price_year"`
	Ore       money.Ore `col:"ore"`
	Original  *int64    `col:"original"`
}

// readFrames reads the budget as of the run's day, of a municipality or, where it is empty,
// of all.
func (r *run) readFrames(ctx context.Context, municipality string) ([]budgetFrame, error) {
	return store.Query[budgetFrame](ctx, r.store, "rows", "frames",
		store.Args{"as_of": r.calendar.asOf, "concept": r.cfg.Budget.Concept, "municipality": municipality})
}

// frames reads the frames of the forecast years, in each year's expected prices.
func (r *run) frames(ctx context.Context) ([]priority.Frame, error) {
	rows, err := r.readFrames(ctx, r.cfg.Municipality)
	return r.carryFrames(rows, r.future.years), err
}

// carryFrames carries the frames of some years to each year's expected prices.
func (r *run) carryFrames(rows []budgetFrame, years []int64) []priority.Frame {
	sums := map[priority.Frame]money.Ore{}
	for _, f := range rows {
		if !slices.Contains(years, f.Year) {
			continue
		}
		amount, err := money.FromFloat(f.Ore.Kroner() * r.prices.of(f.Service).toFixed(f.PriceYear) / r.prices.of(f.Service).toFixed(f.Year))
		if f.PriceYear == f.Year {
			amount, err = f.Ore, nil
		}
		if err != nil {
			r.missing("budget", fmt.Sprintf("frame of %d", f.Year),
				fmt.Sprintf("the price index does not reach from %d to %d", f.PriceYear, f.Year),
				fmt.Sprintf("prisindekset rækker ikke fra %d til %d", f.PriceYear, f.Year))
			continue
		}
		sums[priority.Frame{Year: int(f.Year), Service: f.Service, Committee: f.Committee}] += amount
	}
	var out []priority.Frame
	for f, amount := range sums {
		f.Amount = amount
		out = append(out, f)
	}
	slices.SortFunc(out, compareFrames)
	return out
}

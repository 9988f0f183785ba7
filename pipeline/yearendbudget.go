package pipeline

import (
	"context"
	"math"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/priority"
)

// budgetColumns hold the estimate against the budget; null where there is none for all
// services of the item.
type budgetColumns struct {
	Concept    string  `col:"budget_concept,null"`
	Original   *int64  `col:"budget_original"`
	Corrected  *int64  `col:"budget_corrected"`
	Difference *int64  `col:"budget_difference"`
	Overspend  float64 `col:"overspend_probability"`
}

// holdYearEnd holds the estimates of the open year against the budget as adopted first
// (original) and as it is now (corrected).
func (r *run) holdYearEnd(ctx context.Context, rows []yearEndRow) error {
	concept := r.cfg.Budget.Concept
	if !r.has("budget") {
		return nil // the stage scenarios says so
	}
	run, err := r.budgetsOf(ctx, r.cfg.Municipality, rows)
	if err != nil {
		return err
	}
	own := run
	if r.cfg.Municipality == "" && r.own != "" {
		if own, err = r.budgetsOf(ctx, r.own, rows); err != nil {
			return err
		}
	}
	for i := range rows {
		budget, key := run, totalKey{rows[i].Level, rows[i].Item}
		if key.level == "municipality" {
			if key.item != r.own {
				continue // a frame that names no municipality is not told apart
			}
			budget, key = own, totalKey{all, all}
		}
		if amount, ok := budget.original[key]; ok {
			rows[i].Concept, rows[i].Original = concept, oreOf(amount)
		}
		if amount, ok := budget.corrected[key]; ok {
			rows[i].Concept, rows[i].Corrected = concept, oreOf(amount)
			rows[i].Difference = oreOf(rows[i].of(concept) - amount)
			rows[i].Overspend = rows[i].overspend(amount, concept)
		}
	}
	return nil
}

// openBudgets are the open year's frames: as adopted first, and as they are now.
type openBudgets struct{ original, corrected map[totalKey]money.Ore }

// budgetsOf reads the budgets of a municipality, or of all where it is empty.
func (r *run) budgetsOf(ctx context.Context, municipality string, rows []yearEndRow) (openBudgets, error) {
	frames, err := r.readFrames(ctx, municipality)
	if err != nil {
		return openBudgets{}, err
	}
	var first []budgetFrame
	for _, f := range frames {
		if f.Original != nil {
			f.Ore = money.Ore(*f.Original)
			first = append(first, f)
		}
	}
	return openBudgets{r.budgetOf(first, rows), r.budgetOf(frames, rows)}, nil
}

func oreOf(o money.Ore) *int64 { v := int64(o); return &v }

// of returns the estimate in the budget's concept.
func (row yearEndRow) of(concept string) money.Ore {
	switch concept {
	case "gross":
		return row.Result
	case "net":
		return row.Net
	}
	return row.Service
}

// budgetOf returns the budget of every item whose services it pays for all, at the open
// year's prices.
func (r *run) budgetOf(frames []budgetFrame, rows []yearEndRow) map[totalKey]money.Ore {
	year := r.calendar.lastYear + 1
	plan := priority.Plan{Frames: r.carryFrames(frames, []int64{year})}
	var services []string
	for _, row := range rows {
		if row.Level == "service" {
			services = append(services, row.Item)
			plan.Services = append(plan.Services, priority.Service{Service: row.Item, Committee: r.services[row.Item].Committee})
		}
	}
	out := map[totalKey]money.Ore{}
	for _, c := range plan.Cover(int(year)) {
		if c.Level != all || len(c.Services) == len(services) {
			out[totalKey{c.Level, c.Name}] = c.Frame
		}
	}
	return out
}

// overspend is the probability that the year ends above an amount. Of n pooled scores of
// earlier years (see row), k are at least as far from the estimate as the amount is,
//
//	x = |amount / estimate - 1| / s,   p = (1 + #{scores >= x}) / (n + 1) / 2
//
// is the probability of ending beyond the amount where it is above the estimate, and 1 - p
// where it is below: errors to both sides are taken as equally likely, as in the interval.
// NaN without an interval.
func (row yearEndRow) overspend(amount money.Ore, concept string) float64 {
	estimate := row.of(concept).Kroner()
	if len(row.scores) == 0 || row.spread <= 0 || estimate <= 0 {
		return math.NaN()
	}
	x := math.Abs(amount.Kroner()/estimate-1)/row.spread - 1e-9 // a score at the amount counts
	at, _ := slices.BinarySearch(row.scores, x)
	p := float64(1+len(row.scores)-at) / float64(len(row.scores)+1) / 2
	if amount.Kroner() < estimate {
		return 1 - p
	}
	return p
}

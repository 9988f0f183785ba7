package pipeline

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"opdrift/pipeline/priority"
	"opdrift/pipeline/store"
)

// planned is what the scenarios make: rows of their tables.
type planned struct {
	totals   []scenarioRow
	services []serviceRow
	choices  []choiceRow
	ranks    []priorityRow
	gaps     []gapRow
}

// scenarioTables holds the forecast against the frame, and works out what each
// scenario does. Without a budget the scenario tables hold the forecast alone and
// coverage says so.
func scenarioTables(ctx context.Context, r *run) error {
	var p planned
	if !r.has("budget") {
		r.missing("budget", "budget_gap, scenario, scenario_year, scenario_choice",
			"no budget: the forecast is not held against a frame, and scenarios are not computed",
			"intet budget: fremskrivningen holdes ikke op mod en ramme, og scenarier beregnes ikke")
		for _, s := range r.scenarios {
			p.rank(s, r.citizens.values, priority.Outcome{})
		}
		return p.tables(ctx, r)
	}
	plan, err := r.plan(ctx)
	if err != nil {
		return err
	}
	if err := p.holdAgainstFrame(plan, r.cfg.Frame.Probability); err != nil {
		return err
	}
	for _, s := range r.scenarios {
		outcome, err := priority.Apply(plan, s)
		if err != nil {
			return fmt.Errorf("scenario %s: %w", s.Name, err)
		}
		p.add(s, outcome)
		p.rank(s, r.citizens.values, outcome)
	}
	return p.tables(ctx, r)
}

// scenarioFiles names built-in scenarios as they are and files by their path.
func (r *run) scenarioFiles() []string {
	var out []string
	for _, name := range r.cfg.Scenarios {
		if strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
			name = r.cfg.Path(name)
		}
		out = append(out, name)
	}
	return out
}

// plan gathers what every scenario starts from.
func (r *run) plan(ctx context.Context) (priority.Plan, error) {
	p := priority.Plan{Concept: r.cfg.Budget.Concept, Realism: r.cfg.Investment.Realism}
	for _, y := range r.future.years {
		p.Years = append(p.Years, int(y))
	}
	for _, s := range r.cfg.Discount.At(r.calendar.asOf).Steps {
		p.Discount = append(p.Discount, priority.Step(s))
	}
	p.Services = r.planServices()
	var err error
	if p.Frames, err = r.frames(ctx); err != nil {
		return p, err
	}
	if p.Measures, err = r.measures(ctx); err != nil {
		return p, err
	}
	p.Capacity, err = r.capacity(ctx)
	return p, err
}

// planServices gives every service its forecast, draws and value. The same draws
// go into all scenarios.
func (r *run) planServices() []priority.Service {
	value := map[string]float64{}
	for _, v := range r.citizens.values {
		value[v.Service] = v.Value
	}
	draws := r.future.coherent(r.cfg.Budget.Concept)
	var out []priority.Service
	for _, key := range slices.SortedFunc(maps.Keys(r.future.totals), totalKey.compare) {
		if key.level != "service" {
			continue
		}
		known := r.services[key.item]
		s := priority.Service{
			Service: key.item, Committee: known.Committee, Statutory: known.Statutory,
			MinimumShare: known.MinimumShare, Turnover: math.NaN(), Value: math.NaN(),
		}
		if v, ok := value[key.item]; ok {
			s.Value = v
		}
		t := r.future.totals[key]
		for h, year := range r.future.years {
			s.Forecast = append(s.Forecast, t.means[h].of(r.cfg.Budget.Concept))
			if rows := draws[key.item]; rows != nil {
				s.Draws = append(s.Draws, r.future.current(rows[h], h, 1/r.prices.of(key.item).toFixed(year)))
			}
		}
		out = append(out, s)
	}
	return out
}

// current carries a year's draws from fixed to current prices.
func (f *future) current(fixed []float32, h int, factor float64) []float32 {
	out := make([]float32, len(fixed))
	for d, v := range fixed {
		out[d] = float32(float64(v) * factor * f.shocks[h][d])
	}
	return out
}

// measures reads the catalogue of measures.
func (r *run) measures(ctx context.Context) ([]priority.Measure, error) {
	rows, err := store.Query[measureRow](ctx, r.store, "rows", "measures", nil)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		r.missing("measures", "scenario_choice", "no catalogue of measures: nothing can be chosen to invest in",
			"intet katalog over tiltag: der kan ikke vælges investeringer")
	}
	var out []priority.Measure
	for _, m := range rows {
		out = append(out, m.measure())
	}
	return out, nil
}

func (r *run) capacity(ctx context.Context) ([]priority.Capacity, error) {
	type limit struct {
		Year  int64   `col:"year"`
		Hours float64 `col:"hours"`
	}
	rows, err := store.Query[limit](ctx, r.store, "rows", "capacity", nil)
	var out []priority.Capacity
	for _, l := range rows {
		out = append(out, priority.Capacity{Year: int(l.Year), Hours: l.Hours})
	}
	return out, err
}

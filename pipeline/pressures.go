package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/pressure"
	"opdrift/pipeline/store"
)

// A pressureRow is one effect on one service (or committee, or all) between two
// years. Effects of one method and measure add up to the change.
type pressureRow struct {
	Municipality string    `col:"municipality"` // "all" for all of them together
	Level        string    `col:"level"`        // service, committee or all
	Item         string    `col:"item"`         // code of the service or committee; "all"
	From         int64     `col:"year_from"`
	To           int64     `col:"year_to"`
	Measure      string    `col:"measure"` // gross, gross_total, net
	Method       string    `col:"method"`
	Effect       string    `col:"effect"`
	Status       string    `col:"status"`
	Provenance   string    `col:"provenance"`
	Order        int64     `col:"effect_order"`
	LabelDA      string    `col:"effect_label_da"`
	LabelEN      string    `col:"effect_label_en"`
	Amount       money.Ore `col:"amount"`
	Change       money.Ore `col:"change"`
}

// all names everything together where a code would stand.
const all = "all"

// pressures decomposes the change in spending: between each complete year and the
// one before, from the last complete year along the forecast's mean, and over the
// whole forecast. Effects add up to the øre at every level, because levels are
// sums of the same whole øre.
func pressures(ctx context.Context, r *run) error {
	decomposed, err := r.decomposeAll()
	if err != nil {
		return err
	}
	r.pressures = decomposed
	return store.Append(ctx, r.store, "pressure", decomposed)
}

// pairs lists the pairs of years to explain.
func (r *run) pairs() [][2]int64 {
	known := slices.DeleteFunc(sortedKeys(r.future.cells.years), func(y int64) bool {
		return y > r.calendar.lastYear+int64(r.calendar.horizon)
	})
	var out [][2]int64
	for i := 1; i < len(known); i++ {
		out = append(out, [2]int64{known[i-1], known[i]})
	}
	if whole := [2]int64{r.calendar.lastYear, r.calendar.lastYear + int64(r.calendar.horizon)}; r.calendar.horizon > 1 {
		out = append(out, whole)
	}
	return out
}

func (r *run) decomposeAll() ([]pressureRow, error) {
	var rows []pressureRow
	for _, pair := range r.pairs() {
		d := decomposer{run: r, from: pair[0], to: pair[1], sums: map[pressureRow]money.Ore{}}
		if err := d.services(); err != nil {
			return nil, err
		}
		rows = append(rows, d.rows()...)
	}
	return rows, nil
}

// A decomposer explains one pair of years. Keys of sums are rows without amounts.
type decomposer struct {
	run      *run
	from, to int64
	sums     map[pressureRow]money.Ore
}

// services decomposes every service of every municipality, and of all
// municipalities together where there are several.
func (d *decomposer) services() error {
	groups := map[string]map[string][]cellKey{} // by service and municipality
	municipalities := map[string]bool{}
	for _, key := range d.run.future.cells.keys {
		if groups[key.service] == nil {
			groups[key.service] = map[string][]cellKey{}
		}
		groups[key.service][key.municipality] = append(groups[key.service][key.municipality], key)
		municipalities[key.municipality] = true
	}
	for _, service := range slices.Sorted(maps.Keys(groups)) {
		var everywhere []cellKey
		for _, m := range slices.Sorted(maps.Keys(groups[service])) {
			keys := groups[service][m]
			everywhere = append(everywhere, keys...)
			if err := d.decompose(m, service, keys, len(municipalities) == 1); err != nil {
				return fmt.Errorf("municipality %s, service %s, %d to %d: %w", m, service, d.from, d.to, err)
			}
		}
		if len(municipalities) > 1 {
			if err := d.decompose(all, service, everywhere, true); err != nil {
				return fmt.Errorf("service %s, %d to %d: %w", service, d.from, d.to, err)
			}
		}
	}
	return nil
}

// decompose explains one service: gross on either cost basis, and from gross to
// net. methods says whether the second opinions (LMDI, one at a time) go along.
func (d *decomposer) decompose(municipality, service string, keys []cellKey, methods bool) error {
	gross := func(p panelRow) money.Ore { return p.Gross }
	total := func(p panelRow) money.Ore { return p.GrossTotal }
	policy := d.policy(municipality, service)
	effects, err := d.effects(keys, gross, policy, pressure.Shapley)
	if err != nil {
		return err
	}
	d.add(municipality, service, "gross", pressure.Shapley, effects)
	d.add(municipality, service, "net", pressure.Shapley, append(effects, d.otherMoney(keys)...))

	if d.to <= d.run.calendar.lastYear && d.any(keys, total) {
		effects, err := d.effects(keys, total, 0, pressure.Shapley)
		if err != nil {
			return err
		}
		d.add(municipality, service, "gross_total", pressure.Shapley, effects)
	}
	if !methods {
		return nil
	}
	for _, method := range []pressure.Method{pressure.LMDI, pressure.OneAtATime} {
		effects, err := d.effects(keys, gross, policy, method)
		if errors.Is(err, pressure.ErrNotPositive) {
			continue // a cell is zero: this method has no answer
		}
		if err != nil {
			return err
		}
		d.add(municipality, service, "gross", method, effects)
	}
	return nil
}

// effects decomposes the change of one amount over a service's cells.
func (d *decomposer) effects(keys []cellKey, amount func(panelRow) money.Ore, policy money.Ore, method pressure.Method) ([]pressure.Effect, error) {
	var observations []pressure.Observation
	var change money.Ore
	populated := d.run.populated(keys)
	for _, key := range keys {
		before, after := d.year(key, d.from, amount, populated), d.year(key, d.to, amount, populated)
		change += money.Ore(d.ore(key, d.to, amount) - d.ore(key, d.from, amount))
		observations = append(observations, pressure.Observation{
			Key: pressure.Key{Municipality: key.municipality, Service: key.service, Band: key.band}, Before: before, After: after,
		})
	}
	cells := pressure.VolumeCells
	if populated {
		cells = pressure.PopulationCells
	}
	set, vectors, err := cells(observations)
	if err != nil {
		return nil, err
	}
	return pressure.Decompose(set, vectors, change, policy, method)
}

func (d *decomposer) ore(key cellKey, year int64, amount func(panelRow) money.Ore) money.Ore {
	row, _ := d.run.future.cells.at(key, year, d.run.has("cases"))
	return amount(row)
}

func (d *decomposer) any(keys []cellKey, amount func(panelRow) money.Ore) bool {
	for _, key := range keys {
		if d.ore(key, d.from, amount) != 0 || d.ore(key, d.to, amount) != 0 {
			return true
		}
	}
	return false
}

// year returns one side of an observation. Without population the unit cost is
// nominal, as the source's readers know it; days and PL then stay out.
func (d *decomposer) year(key cellKey, year int64, amount func(panelRow) money.Ore, populated bool) pressure.Year {
	row, ok := d.run.future.cells.at(key, year, d.run.has("cases"))
	if !ok {
		return pressure.Year{}
	}
	y := pressure.Year{Gross: amount(row).Kroner()}
	if row.FullYearPersons > 0 {
		y.FullYearPersons = row.FullYearPersons
	}
	if !populated {
		return y
	}
	y.Population = d.run.inhabitants(key.municipality, key.band, year)
	y.Inhabitants = d.run.inhabitants(key.municipality, all, year)
	y.PL = 1 / d.run.prices.toFixed(year)
	y.Days = d.run.calendar.days(year)
	return y
}

// otherMoney returns the changes of income and refund, which lead from gross to net.
func (d *decomposer) otherMoney(keys []cellKey) []pressure.Effect {
	var income, refund money.Ore
	for _, key := range keys {
		income += d.ore(key, d.to, panelRow.income) - d.ore(key, d.from, panelRow.income)
		refund += d.ore(key, d.to, panelRow.refund) - d.ore(key, d.from, panelRow.refund)
	}
	return []pressure.Effect{
		{Name: pressure.Income, Amount: income, Status: pressure.Measured},
		{Name: pressure.Refund, Amount: refund, Status: pressure.Measured},
	}
}

func (p panelRow) income() money.Ore { return p.Income }
func (p panelRow) refund() money.Ore { return p.Refund }

// add puts a service's effects into its own row, its committee's and the whole's.
func (d *decomposer) add(municipality, service, measure string, method pressure.Method, effects []pressure.Effect) {
	levels := [][2]string{{"service", service}}
	if method == pressure.Shapley {
		levels = append(levels, [2]string{"committee", d.run.services[service].Committee}, [2]string{all, all})
	}
	for _, level := range levels {
		for _, e := range effects {
			row := pressureRow{
				Municipality: municipality, Level: level[0], Item: level[1],
				From: d.from, To: d.to, Measure: measure, Method: string(method), Effect: e.Name,
			}
			if level[0] == "service" {
				row.Status = string(e.Status)
			}
			d.sums[row] += e.Amount
		}
	}
}

// rows returns the sums as rows, with the change they add up to.
func (d *decomposer) rows() []pressureRow {
	changes := map[pressureRow]money.Ore{}
	whole := func(row pressureRow) pressureRow {
		row.Effect, row.Status = "", ""
		return row
	}
	for row, amount := range d.sums {
		changes[whole(row)] += amount
	}
	var out []pressureRow
	for row, amount := range d.sums {
		row.Amount, row.Change = amount, changes[whole(row)]
		if row.Status == "" {
			row.Status = string(pressure.Measured)
		}
		row.Provenance = "actual"
		if d.to > d.run.calendar.lastYear {
			row.Provenance = "projected"
		}
		if about, ok := pressure.Describe(row.Effect); ok {
			row.Order, row.LabelDA, row.LabelEN = int64(about.Order), about.LabelDa, about.LabelEn
		}
		out = append(out, row)
	}
	return out
}

// populated reports whether the run knows the population of all these cells in
// every year it works with.
func (r *run) populated(keys []cellKey) bool {
	if len(r.population) == 0 {
		return false
	}
	for _, key := range keys {
		if !(r.inhabitants(key.municipality, all, r.calendar.lastYear) > 0) {
			return false
		}
	}
	return true
}

// inhabitants returns the exposure of a band, or of all bands together; 0 where
// it is not known.
func (r *run) inhabitants(municipality, band string, year int64) float64 {
	if len(r.population) == 0 {
		return 0
	}
	newest := r.population[len(r.population)-1].by
	if e, ok := newest[bandKey{municipality, band}][year]; ok {
		return e.Population
	}
	return 0
}

// policy returns the amount decided for a service between two years. Policy
// changes are the municipality's own: with several municipalities in the extracts
// they belong to the whole.
func (d *decomposer) policy(municipality, service string) money.Ore {
	several := len(d.run.municipalities) > 1
	if several != (municipality == all) {
		return 0
	}
	var sum money.Ore
	for _, p := range d.run.policies {
		if p.Service == service && p.Year > d.from && p.Year <= d.to {
			sum += p.Amount
		}
	}
	return sum
}

package pipeline

import (
	"fmt"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/pressure"
)

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
	y.PL = 1 / d.run.prices.of(key.service).toFixed(year)
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

func (p panelRow) gross() money.Ore  { return p.Gross }
func (p panelRow) total() money.Ore  { return p.GrossTotal }
func (p panelRow) income() money.Ore { return p.Income }
func (p panelRow) refund() money.Ore { return p.Refund }
func (p panelRow) net() money.Ore    { return p.Gross + p.Income + p.Refund }

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

// policy returns the amount decided for a service between two years, up to the last complete
// one: forecasts are at unchanged policy, so nothing in them comes from a later decision.
// Policy changes are the municipality's own: with several municipalities in the extracts
// they belong to the whole.
func (d *decomposer) policy(municipality, service string) money.Ore {
	several := len(d.run.municipalities) > 1
	if several != (municipality == all) {
		return 0
	}
	var sum money.Ore
	for _, p := range d.run.policies {
		if p.Service == service && p.Year > d.from && p.Year <= min(d.to, d.run.calendar.lastYear) {
			sum += p.Amount
		}
	}
	return sum
}

// notePolicy says what is decided for the years of the forecast, and not in it.
func (r *run) notePolicy() {
	var sum money.Ore
	var years []int64
	for _, p := range r.policies {
		if p.Year > r.calendar.lastYear && p.Year <= r.calendar.lastYear+int64(r.calendar.horizon) {
			sum += p.Amount
			years = append(years, p.Year)
		}
	}
	if len(years) == 0 {
		return
	}
	r.assumed("policy_changes", "forecast",
		fmt.Sprintf("forecasts are at unchanged policy: what is decided for %d to %d, %s in all, is not in them", slices.Min(years), slices.Max(years), r.amount(sum, "en")),
		fmt.Sprintf("fremskrivningen er ved uændret politik: det, der er besluttet for %d til %d, i alt %s, er ikke med", slices.Min(years), slices.Max(years), r.amount(sum, "da")))
}

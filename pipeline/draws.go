package pipeline

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"opdrift/forecasts"
	"opdrift/forecasts/draws"
	"opdrift/pipeline/money"
)

// A drawnCell holds one cell's forecast: points and, where there is evidence,
// joint draws by year.
type drawnCell struct {
	item   forecastCell
	volume []float64 // full-year persons, by year; nil without
	cost   []float64 // unit cost per 365 days, fixed prices, kr; nil without
	gross  []float64 // fixed prices, kr
	// draws by year and draw; nil without evidence
	volumes, costs, grosses [][]float32
	// Refunds in fixed prices, kr, by year and draw, where they do not follow gross; else nil.
	// refund are their means, refundNow those of each draw's own prices.
	refunds           [][]float32
	refund, refundNow []float64
	model             string
	status            []forecasts.Status
	blind             bool // errors of the past say nothing of its money
}

// itemsByService returns the items of each municipality's service together.
func (f *future) itemsByService() [][]forecastCell {
	return together(f.items, func(i forecastCell) serviceKey { return serviceKey{i.key.municipality, i.key.service} })
}

// together cuts sorted items where their key changes.
func together[K comparable](items []forecastCell, key func(forecastCell) K) [][]forecastCell {
	var out [][]forecastCell
	for i, item := range items {
		if i > 0 && key(items[i-1]) == key(item) {
			out[len(out)-1] = append(out[len(out)-1], item)
			continue
		}
		out = append(out, []forecastCell{item})
	}
	return out
}

// eachMunicipality draws the cells of one municipality at a time: its refunds depend on the
// sum of its services.
func (f *future) eachMunicipality(r *run, use func([]drawnCell) error) error {
	for _, items := range together(f.items, func(i forecastCell) string { return i.key.municipality }) {
		var cells []drawnCell
		for _, service := range together(items, func(i forecastCell) string { return i.key.service }) {
			cells = append(cells, f.drawService(r, service)...)
		}
		f.refund(r, cells)
		if err := use(cells); err != nil {
			return err
		}
	}
	return nil
}

func serviceOf(items []forecastCell) serviceKey {
	return serviceKey{items[0].key.municipality, items[0].key.service}
}

// drawService draws the cells of one service.
func (f *future) drawService(r *run, items []forecastCell) []drawnCell {
	var cells []drawnCell
	for _, item := range items {
		cells = append(cells, f.draw(r, item))
	}
	if f.draws > 0 {
		f.mix(r, cells, f.mixes[serviceOf(items)])
	}
	return cells
}

// draw multiplies a cell's volume by its unit cost, draw by draw.
func (f *future) draw(r *run, item forecastCell) drawnCell {
	c := drawnCell{item: item}
	if item.volume == none {
		s := f.result.Series[item.spending]
		c.gross, c.model, c.status, c.blind = s.Mean, s.Model, s.Status, unjudged(s.Status[0])
		if f.draws > 0 {
			c.grosses = s.Draws
		}
		return c
	}
	v, u := f.result.Series[item.volume], f.result.Series[item.price]
	c.volume, c.volumes = v.Mean, v.Draws
	c.model = v.Model + " × " + u.Model
	for h, year := range f.years {
		length := r.yearLength(year)
		c.blind = c.blind || unjudged(v.Status[h]) || unjudged(u.Status[h])
		c.status = append(c.status, weaker(v.Status[h], u.Status[h]))
		c.cost = append(c.cost, u.Mean[h]*item.relative)
		c.gross = append(c.gross, v.Mean[h]*length*c.cost[h])
		if f.draws == 0 {
			continue
		}
		costs, grosses := make([]float32, f.draws), make([]float32, f.draws)
		var sum float64
		for d := range f.draws {
			costs[d] = float32(float64(u.Draws[h][d]) * item.relative)
			grosses[d] = float32(float64(v.Draws[h][d]) * length * float64(costs[d]))
			sum += float64(grosses[d])
		}
		c.costs, c.grosses = append(c.costs, costs), append(c.grosses, grosses)
		c.gross[h] = sum / float64(f.draws)
	}
	return c
}

// unjudged reports whether errors of the past say nothing of a forecast.
func unjudged(s forecasts.Status) bool { return s == forecasts.NoEvidence || s == forecasts.Posterior }

// weaker returns the status that says less: ok only if both are. A posterior of volume says
// nothing of money.
func weaker(a, b forecasts.Status) forecasts.Status {
	switch {
	case a == forecasts.OK:
		return b
	case a == forecasts.Posterior && b == forecasts.OK:
		return forecasts.NoEvidence
	case a == forecasts.Posterior:
		return b
	}
	return a
}

// priceShocks draws the price level of the future relative to the expected one:
// one random walk for all services, with the standard deviation of the index's
// yearly growth, from the first year that the index only projects.
//
//	shock(h) = exp(Σ_{k≤h} e_k − h·sd²/2),  e_k ~ N(0, sd²)
func priceShocks(seed uint64, level priceLevel, years []int64, n int) [][]float64 {
	out := make([][]float64, len(years))
	for h := range out {
		out[h] = make([]float64, n)
	}
	for d := range n {
		rng := draws.Stream(seed, "price level", strconv.Itoa(d))
		var walk float64
		for h, year := range years {
			if level.years[year].Provenance != "actual" {
				walk += level.growthSD*rng.NormFloat64() - level.growthSD*level.growthSD/2
			}
			out[h][d] = math.Exp(walk)
		}
	}
	return out
}

// keep puts the cell's mean into the panel's continuation and the totals.
func (f *future) keep(r *run, c drawnCell) error {
	key := c.item.key
	means, err := f.meansOf(r, c)
	if err != nil {
		return err
	}
	f.byItem[key] = means
	for h, year := range f.years {
		m := means[h]
		f.cells.by[key][year] = panelRow{
			Municipality: key.municipality, Service: key.service, Band: key.band, Year: year,
			FullYearPersons: m.volume, Gross: m.gross, Income: m.income, Refund: m.refund, GrossFixed: float64(m.fixed.gross),
		}
		f.cells.years[year] = true
	}
	f.addUp(r, c, means)
	return nil
}

// meansOf are a cell's means by year.
func (f *future) meansOf(r *run, c drawnCell) ([]cellFuture, error) {
	key := c.item.key
	var out []cellFuture
	for h, year := range f.years {
		m, err := c.means(r, h, year)
		if err != nil {
			return nil, fmt.Errorf("forecast of municipality %s, service %s, age band %s, %d: %w", key.municipality, key.service, key.band, year, err)
		}
		out = append(out, m)
	}
	return out, nil
}

// addUp adds a cell to the totals that it belongs to.
func (f *future) addUp(r *run, c drawnCell, means []cellFuture) {
	key := c.item.key
	for _, k := range r.levels(key) {
		if f.totals[k] == nil {
			f.totals[k] = newTotal(f, len(r.prices.services) > 0)
		}
		f.totals[k].add(f, c, means, r.prices.of(key.service))
	}
}

// means returns a year's mean in whole øre. Income follows gross, and so does refund where
// it was not drawn.
func (c drawnCell) means(r *run, h int, year int64) (cellFuture, error) {
	m := cellFuture{volume: math.NaN()}
	if c.volume != nil {
		m.volume = c.volume[h]
	}
	var errs [2]error
	toFixed := r.prices.of(c.item.key.service).toFixed(year)
	fixed, current := c.gross[h]*c.item.refund, c.gross[h]/toFixed*c.item.refund
	if c.refunds != nil {
		fixed, current = c.refund[h], c.refundNow[h]/toFixed
	}
	m.fixed, errs[0] = c.split(c.gross[h], fixed)
	m.amounts, errs[1] = c.split(c.gross[h]/toFixed, current)
	return m, errors.Join(errs[:]...)
}

// of returns a measure's draws as rows and what they are to be multiplied by.
func (c drawnCell) of(measure string) ([][]float32, float64) {
	switch {
	case c.refunds == nil:
	case measure == "refund":
		return c.refunds, 1
	case measure == "net":
		net := matrix(len(c.refunds), len(c.refunds[0]))
		for h, row := range net {
			for d := range row {
				row[d] = c.grosses[h][d]*float32(1+c.item.income) + c.refunds[h][d]
			}
		}
		return net, 1
	}
	return c.grosses, c.item.factor(measure)
}

// split rounds gross, income and refund to whole øre.
func (c drawnCell) split(gross, refund float64) (amounts, error) {
	var a amounts
	var errs [3]error
	a.gross, errs[0] = money.FromFloat(gross)
	a.income, errs[1] = money.FromFloat(gross * c.item.income)
	a.refund, errs[2] = money.FromFloat(refund)
	return a, errors.Join(errs[:]...)
}

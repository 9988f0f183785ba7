package pipeline

import (
	"math"

	"opdrift/forecasts/draws"
)

const (
	// priorPersons is how many full-year persons' worth of belief there is that a
	// service's prices differ as much from person to person as those of all services.
	priorPersons = 20
	// leastPersons bounds how much the price of a nearly empty cell may vary.
	leastPersons = 0.25
)

// mixVariances returns, by service, how much prices differ between its persons: the
// variance of one full-year person's price relative to that of the service at fixed
// relative costs,
//
//	s² = (R + 20·s0²)/(V + 20),  R = Σ (gross − v·U·relative)²/(U·relative)²,  V = Σ v
//
// over age bands and complete years, with U the unit cost of the service in the year
// and s0² the same R/V over all services. A cell of v persons then has a mean price
// with variance s²/v: few persons are dear or cheap by chance. It is 0 without volume.
func (f *future) mixVariances(r *run) map[serviceKey]float64 {
	squares, persons := map[serviceKey]float64{}, map[serviceKey]float64{}
	var allSquares, allPersons float64
	for _, items := range f.itemsByService() {
		key := serviceOf(items)
		for y := r.calendar.firstYear; y <= r.calendar.lastYear; y++ {
			q, v := f.mixOf(r, items, y)
			squares[key], persons[key] = squares[key]+q, persons[key]+v
			allSquares, allPersons = allSquares+q, allPersons+v
		}
	}
	out := map[serviceKey]float64{}
	for key, v := range persons {
		if allPersons > 0 {
			out[key] = (squares[key] + priorPersons*allSquares/allPersons) / (v + priorPersons)
		}
	}
	return out
}

// mixOf returns R and V of a service's priced cells in one year.
func (f *future) mixOf(r *run, items []forecastCell, year int64) (squares, persons float64) {
	var gross, weighted float64
	row := func(item forecastCell) (g, v float64) {
		p, ok := f.cells.at(item.key, year, r.has("cases"))
		if !ok || item.volume == none || math.IsNaN(p.FullYearPersons) || !(item.relative > 0) {
			return 0, 0
		}
		return p.GrossFixed / 100, p.FullYearPersons
	}
	length := r.yearLength(year)
	for _, item := range items {
		g, v := row(item)
		gross, weighted = gross+g, weighted+v*length*item.relative
	}
	if !(gross > 0 && weighted > 0) {
		return 0, 0
	}
	for _, item := range items {
		g, v := row(item)
		price := gross / weighted * item.relative * length
		squares += (g - v*price) * (g - v*price) / (price * price)
		persons += v
	}
	return squares, persons
}

// mix lets the prices of a service's age bands differ from their usual relation, draw by
// draw, as few persons' prices do by chance: each band's unit cost is multiplied by a
// lognormal number with mean 1 and variance s²/v, and all by one number that keeps the
// service's gross, whose own uncertainty is that of its unit cost. A draw keeps its
// number over the years, since persons stay. The means stay those of the product.
func (f *future) mix(r *run, cells []drawnCell, variance float64) {
	var priced []drawnCell
	var z [][]float64
	for _, c := range cells {
		if c.volumes == nil {
			continue
		}
		rng := draws.Stream(r.cfg.Seed, "mix", seriesKey("mix", c.item.key))
		row := make([]float64, f.draws)
		for d := range row {
			row[d] = rng.NormFloat64()
		}
		priced, z = append(priced, c), append(z, row)
	}
	factors := make([]float64, len(priced))
	for h := range f.years {
		for d := range f.draws {
			var before, after float64
			for k, c := range priced {
				sigma2 := math.Log1p(variance / max(leastPersons, float64(c.volumes[h][d])))
				factors[k] = math.Exp(math.Sqrt(sigma2)*z[k][d] - sigma2/2)
				g := float64(c.grosses[h][d])
				before, after = before+g, after+g*factors[k]
			}
			if !(after > 0) {
				continue
			}
			for k, c := range priced {
				m := float32(factors[k] * before / after)
				c.grosses[h][d] *= m
				c.costs[h][d] *= m
			}
		}
	}
}

package pipeline

import (
	"cmp"
	"math"
	"slices"

	"opdrift/pipeline/refusion"
)

const (
	// keptPersons is how many of the most expensive are carried person by person: the few
	// that a municipality knows by name.
	keptPersons = 10
	// hazardYears is how many pairs of years say how often they leave.
	hazardYears = 5
	// priorVolume is how many full-year persons' worth of belief there is that a cell's
	// volume stays what it was.
	priorVolume = 1
	// endMonths is how many of a year's last months say who was there at its end.
	endMonths = 3
)

// A refundScheme is one municipality's services whose cost counts in one scheme with
// amounts.
type refundScheme struct {
	municipality, scheme string
	items                []forecastCell
	rows                 []personRow
	units                map[string][]refusion.UnitMonth // by the versions that they are of
}

// A refundBasis is what a forecast of a scheme from one origin rests on.
type refundBasis struct {
	pool    *refusion.Pool
	volumes []float64 // by item: mean full-year persons of the pool's years; NaN without
	costs   []float64 // by item: mean gross of the pool's years in prices of the origin, øre
	total   float64
}

// A unitKey names a unit's fiscal year.
type unitKey struct {
	unit  string
	group refusion.Group
	year  int64
}

func (a unitKey) compare(b unitKey) int {
	return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.unit, b.unit), cmp.Compare(a.group, b.group))
}

// basis collects the last complete years up to an origin, in its prices; not ok where the
// scheme has no amounts for the years after it.
func (s *refundScheme) basis(r *run, f *future, rules refusion.Rules, origin int64) (*refundBasis, bool, error) {
	c, first := r.calendar, r.calendar.firstMonth(origin+1)
	level, ok := rules.Level(s.scheme, first, refusion.Adult, r.refunds.opts)
	if !ok {
		return nil, false, nil
	}
	months, err := s.unitMonths(r, rules, origin)
	if err != nil {
		return nil, false, err
	}
	w := &refundWindow{run: r, scheme: s, origin: origin, floor: nearFloor * float64(level.Steps[0].Above) / 12,
		toOrigin: func(year int64) float64 { return r.prices.toFixed(year) / r.prices.toFixed(origin) },
		cells:    map[[2]string]int{}, months: map[unitKey][]refusion.UnitMonth{}}
	for i, item := range s.items {
		w.cells[[2]string{item.key.service, item.key.band}] = i
	}
	for _, m := range months {
		k := unitKey{m.Unit, m.Group, c.yearOf(m.Month)}
		if k.year <= origin {
			w.months[k] = append(w.months[k], m)
		}
	}
	years := f.recentYears(origin)
	b := &refundBasis{pool: w.pool(years)}
	b.sums(r, f, s, years, w.toOrigin)
	b.pool.Remainder = b.total - b.pool.Mean()
	if len(years) == 0 || math.IsNaN(b.pool.Remainder) {
		return nil, false, nil
	}
	return b, true, nil
}

// unitMonths sums the rows up to an origin by the versions of the first year after it.
func (s *refundScheme) unitMonths(r *run, rules refusion.Rules, origin int64) ([]refusion.UnitMonth, error) {
	pinned := rules.Pinned(r.calendar.firstMonth(origin + 1))
	version := pinned.Version()
	if s.units == nil {
		s.units = map[string][]refusion.UnitMonth{}
	}
	if found, ok := s.units[version]; ok {
		return found, nil
	}
	months, err := refusion.Units(pinned, r.refunds.personMonths(pinned, s.rows, r.calendar.lastMonth), r.refunds.opts)
	if err != nil {
		return nil, err
	}
	s.units[version] = slices.DeleteFunc(months, func(m refusion.UnitMonth) bool { return m.Scheme != s.scheme })
	return s.units[version], nil
}

// sums are the cells' means over the pool's years.
func (b *refundBasis) sums(r *run, f *future, s *refundScheme, years []int64, toOrigin func(int64) float64) {
	for _, item := range s.items {
		var volume, cost float64
		for _, y := range years {
			row, _ := f.cells.at(item.key, y, true)
			volume += row.FullYearPersons / float64(len(years))
			cost += float64(row.Gross) * toOrigin(y) / float64(len(years))
		}
		if item.volume == none {
			volume = math.NaN()
		}
		b.volumes, b.costs = append(b.volumes, volume), append(b.costs, cost)
		b.total += cost
	}
}

// move says how a future year's volume and prices differ from the pool's:
//
//	ratio = (volume + 1) / (mean volume of the pool's years + 1), by cell
//	price = (v × own + 20 × common) / (v + 20), by service; v its mean volume of those years
//	own   = gross / Σ ratio × mean cost, over the cells of the service; common over all
//	rest  = gross / mean cost, over all
//
// The ratio is 1 where there is no volume; a cell of few persons does not double for one
// more. Few persons' own price is mostly chance, as in [priorPersons]; it is the common one
// where the service cost nothing. Gross is in øre.
func (b *refundBasis) move(s *refundScheme, y *refusion.Year, volume, gross func(item int) float64) {
	type sum struct{ now, cost, volume float64 }
	var whole sum
	services := map[string]*sum{}
	for i, item := range s.items {
		y.Ratio[i] = 1
		of := services[item.key.service]
		if of == nil {
			of = &sum{}
			services[item.key.service] = of
		}
		if v := volume(i); !math.IsNaN(b.volumes[i]) && !math.IsNaN(v) {
			y.Ratio[i] = (max(v, 0) + priorVolume) / (b.volumes[i] + priorVolume)
			of.volume += b.volumes[i]
		}
		now, cost := gross(i), y.Ratio[i]*b.costs[i]
		of.now, of.cost = of.now+now, of.cost+cost
		whole.now, whole.cost = whole.now+now, whole.cost+cost
	}
	common := whole.now / whole.cost
	for i, item := range s.items {
		y.Price[i] = common
		if of := services[item.key.service]; of.cost > 0 && of.now > 0 {
			y.Price[i] = (of.volume*of.now/of.cost + priorPersons*common) / (of.volume + priorPersons)
		}
	}
	y.Total, y.Rest = whole.now, whole.now/b.total
}

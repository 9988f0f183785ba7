package pipeline

import (
	"cmp"
	"math"
	"slices"
	"time"

	"opdrift/forecasts"
)

// A forecastCell says which series carry the forecast of one cell.
type forecastCell struct {
	key      cellKey
	volume   int     // index of its series in the panel; none (-1) for cells without volume
	price    int     // series of the service's real unit cost; none with spending
	spending int     // series of its spending in fixed prices; none with volume
	relative float64 // unit cost of the cell over that of its service
	// income and refund per krone of gross, both negative or 0
	income, refund float64
}

const none = -1

// recentYears is how far back shares and relative costs look.
const recentYears = 3

// series makes the panel of series to forecast and, in f.items, how they make up
// cells. The unit cost of a service is that of its cells at fixed relative costs
// (mean of the last three years), so that a change of the users' ages is volume
// and not price:
//
//	U(t) = Σ_b gross(b,t) / Σ_b volume(b,t)·relative(b)
//
// In a year with money and no volume, and for services that have none, spending
// itself is the series.
func (f *future) series(r *run) forecasts.Panel {
	p := forecasts.Panel{Frequency: 1}
	add := func(s forecasts.Series) int {
		p.Series = append(p.Series, s)
		return len(p.Series) - 1
	}
	for _, group := range f.byService() {
		priced := f.volumed(r, group)
		price := none
		relative := f.relatives(r, priced)
		if len(priced) > 0 {
			price = add(f.unitCost(r, priced, relative))
		}
		for _, key := range group {
			if !f.recent(r, key) {
				continue
			}
			item := forecastCell{key: key, volume: none, price: none, spending: none, relative: 1}
			item.income, item.refund = f.shares(r, key)
			if slices.Contains(priced, key) {
				item.volume, item.price, item.relative = add(f.volume(r, key)), price, relative[key]
			} else {
				item.spending = add(f.spending(r, key))
			}
			f.items = append(f.items, item)
		}
	}
	return p
}

// byService returns the cells of each municipality's service together.
func (f *future) byService() [][]cellKey {
	keys := slices.Clone(f.cells.keys)
	var out [][]cellKey
	for i, key := range keys {
		if i > 0 && keys[i-1].municipality == key.municipality && keys[i-1].service == key.service {
			out[len(out)-1] = append(out[len(out)-1], key)
			continue
		}
		out = append(out, []cellKey{key})
	}
	return out
}

// lastYears lists the last complete years that the panel holds, newest first.
func (f *future) lastYears(r *run) []int64 { return f.recentYears(r.calendar.lastYear) }

// recentYears lists the last complete years up to one.
func (f *future) recentYears(last int64) []int64 {
	years := slices.DeleteFunc(sortedKeys(f.cells.years), func(y int64) bool { return y > last })
	slices.Reverse(years)
	return years[:min(recentYears, len(years))]
}

// recent reports whether a cell has had volume or money in the last three years.
func (f *future) recent(r *run, key cellKey) bool {
	for _, y := range f.lastYears(r) {
		row, _ := f.cells.at(key, y, r.has("cases"))
		if row.FullYearPersons > 0 || row.Gross != 0 || row.Income != 0 || row.Refund != 0 {
			return true
		}
	}
	return false
}

// volumed returns the cells whose cost is volume times unit cost: those with both
// in the last three years, if the service's unit cost is a positive number.
func (f *future) volumed(r *run, group []cellKey) []cellKey {
	var out []cellKey
	for _, key := range group {
		volume, gross := f.sums(r, key)
		if volume > 0 && gross > 0 {
			out = append(out, key)
		}
	}
	return out
}

// sums returns volume and gross in fixed prices over the last three years.
func (f *future) sums(r *run, key cellKey) (volume, gross float64) {
	for _, y := range f.lastYears(r) {
		row, ok := f.cells.at(key, y, r.has("cases"))
		if ok && !math.IsNaN(row.FullYearPersons) {
			volume += row.FullYearPersons * r.yearLength(y)
			gross += row.GrossFixed
		}
	}
	return volume, gross
}

// yearLength is a year in units of 365 days, 1 where the source gives volume by
// year and not by day.
func (r *run) yearLength(year int64) float64 {
	if !r.has("cases") {
		return 1
	}
	return float64(r.calendar.days(year)) / 365
}

// relatives returns each cell's unit cost over that of its service, over the last
// three years.
func (f *future) relatives(r *run, group []cellKey) map[cellKey]float64 {
	var volume, gross float64
	for _, key := range group {
		v, g := f.sums(r, key)
		volume, gross = volume+v, gross+g
	}
	out := map[cellKey]float64{}
	for _, key := range group {
		v, g := f.sums(r, key)
		out[key] = g / v / (gross / volume)
	}
	return out
}

// shares returns income and refund per krone of gross over the last three years.
func (f *future) shares(r *run, key cellKey) (income, refund float64) {
	return f.sharesUntil(r, key, r.calendar.lastYear)
}

// sharesUntil returns the same for the three years up to one.
func (f *future) sharesUntil(r *run, key cellKey, last int64) (income, refund float64) {
	var gross, in, re float64
	for _, y := range f.recentYears(last) {
		row, _ := f.cells.at(key, y, r.has("cases"))
		gross, in, re = gross+row.Gross.Kroner(), in+row.Income.Kroner(), re+row.Refund.Kroner()
	}
	if gross <= 0 {
		return 0, 0
	}
	return in / gross, re / gross
}

func (f *future) volume(r *run, key cellKey) forecasts.Series {
	s := f.values(r, func(y int64) float64 {
		row, ok := f.cells.at(key, y, r.has("cases"))
		if !ok {
			return math.NaN()
		}
		return row.FullYearPersons
	})
	s.Key = seriesKey("volume", key)
	s.Groups = r.groups("volume", key.service)
	s.Exposure = r.exposureOf(key)
	if ages, err := parseBand(key.band); err == nil {
		s.Flow, s.Band = f.flows[serviceKey{key.municipality, key.service}], forecasts.Band{From: int(ages.AgeFrom), To: int(ages.AgeTo)}
	}
	s.NonNegative = true
	return s
}

func (f *future) unitCost(r *run, group []cellKey, relative map[cellKey]float64) forecasts.Series {
	s := f.values(r, func(y int64) float64 {
		var gross, volume float64
		for _, key := range group {
			row, ok := f.cells.at(key, y, r.has("cases"))
			if ok && !math.IsNaN(row.FullYearPersons) {
				gross += row.GrossFixed / 100
				volume += row.FullYearPersons * r.yearLength(y) * relative[key]
			}
		}
		if !(volume > 0) || gross < 0 {
			return math.NaN()
		}
		return gross / volume
	})
	s.Key = seriesKey("unit_cost", cellKey{group[0].municipality, group[0].service, all})
	s.Groups = r.groups("unit_cost", group[0].service)
	s.Prices = r.pricesOf(group[0].service)
	s.NonNegative = true
	return s
}

func (f *future) spending(r *run, key cellKey) forecasts.Series {
	s := f.values(r, func(y int64) float64 {
		row, ok := f.cells.at(key, y, r.has("cases"))
		if !ok {
			return math.NaN()
		}
		return row.GrossFixed / 100
	})
	s.Key = seriesKey("spending", key)
	s.Groups = r.groups("spending", key.service)
	s.Prices = r.pricesOf(key.service)
	return s
}

// values fills a yearly series over the complete years.
func (f *future) values(r *run, at func(year int64) float64) forecasts.Series {
	s := forecasts.Series{First: int(r.calendar.firstYear)}
	for y := r.calendar.firstYear; y <= r.calendar.lastYear; y++ {
		s.Values = append(s.Values, at(y))
	}
	return s
}

func seriesKey(kind string, key cellKey) string {
	return kind + "/" + key.municipality + "/" + key.service + "/" + key.band
}

// groups names what a series may learn from: committee and target group, the
// committee, everything of its kind.
func (r *run) groups(kind, service string) []string {
	s := r.services[service]
	return []string{
		kind + "/" + cmp.Or(s.Committee, "none") + "/" + cmp.Or(s.TargetGroup, "none"),
		kind + "/" + cmp.Or(s.Committee, "none"),
		kind,
	}
}

// exposureOf returns what each vintage of the population said of a cell's band. A
// vintage counts as known to a year's forecast when it came as early after that
// year as this run comes after the last complete one.
func (r *run) exposureOf(key cellKey) []forecasts.Vintage {
	lead := r.calendar.asOf.Sub(r.calendar.end(r.calendar.lastYear))
	n := int(r.calendar.lastYear-r.calendar.firstYear) + 1 + r.calendar.horizon
	var out []forecasts.Vintage
	for _, p := range r.population {
		known := r.originOf(p.known, lead)
		v := forecasts.Vintage{
			Known: known, First: int(r.calendar.firstYear),
			Values: p.values(bandKey{key.municipality, key.band}, r.calendar.firstYear, n),
		}
		if len(out) > 0 && out[len(out)-1].Known == known {
			out[len(out)-1] = v // the newer of two that the same origin knows
			continue
		}
		out = append(out, v)
	}
	return out
}

// originOf returns the first year whose forecast could know what came on a day.
func (r *run) originOf(day time.Time, lead time.Duration) int {
	year := r.calendar.yearOf(monthOf(day)) - 2
	for r.calendar.end(year).Add(lead).Before(day) {
		year++
	}
	return int(year)
}

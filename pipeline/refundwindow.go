package pipeline

import (
	"cmp"
	"slices"

	"opdrift/pipeline/refusion"
)

// A refundWindow makes a pool from the months of units up to an origin.
type refundWindow struct {
	run      *run
	scheme   *refundScheme
	origin   int64
	floor    float64 // øre a month; units that never reach it are part of the remainder
	toOrigin func(year int64) float64
	cells    map[[2]string]int // item of a service and age band
	months   map[unitKey][]refusion.UnitMonth
	ranks    map[int64][]unitKey // by year, the most expensive first; filled by ranked
}

// pool sorts the units of the years into the most expensive and the others.
func (w *refundWindow) pool(years []int64) *refusion.Pool {
	p := &refusion.Pool{Years: len(years), Kept: make([][]refusion.UnitYear, w.run.calendar.horizon)}
	for _, year := range years {
		for i, k := range w.ranked(year) {
			u := w.unitYear(k, 0)
			if i < keptPersons {
				p.Top = append(p.Top, u)
			} else {
				p.Rest = append(p.Rest, u)
			}
		}
	}
	for _, k := range w.top(w.origin) {
		if !w.atEnd(k) {
			continue
		}
		for h := range p.Kept {
			p.Kept[h] = append(p.Kept[h], w.unitYear(k, h+1).FromStart())
		}
	}
	for year := w.origin - hazardYears; year < w.origin; year++ {
		for _, k := range w.top(year) {
			switch {
			case !w.atEnd(k):
			case w.atEnd(unitKey{k.unit, refusion.Adult, year + 1}) || w.atEnd(unitKey{k.unit, refusion.Young, year + 1}):
				p.Stayed++
			default:
				p.Left++
			}
		}
	}
	return p
}

// ranked lists a year's units with a month above the floor, the most expensive first.
func (w *refundWindow) ranked(year int64) []unitKey {
	if w.ranks == nil {
		w.rank()
	}
	return w.ranks[year]
}

func (w *refundWindow) rank() {
	w.ranks = map[int64][]unitKey{}
	cost := map[unitKey]float64{}
	for k, months := range w.months {
		for _, m := range months {
			cost[k] += float64(m.Base)
		}
		if slices.ContainsFunc(months, w.reaches) {
			w.ranks[k.year] = append(w.ranks[k.year], k)
		}
	}
	for _, keys := range w.ranks {
		slices.SortFunc(keys, func(a, b unitKey) int { return cmp.Or(cmp.Compare(cost[b], cost[a]), a.compare(b)) })
	}
}

// top lists a year's most expensive units.
func (w *refundWindow) top(year int64) []unitKey {
	all := w.ranked(year)
	return all[:min(keptPersons, len(all))]
}

func (w *refundWindow) reaches(m refusion.UnitMonth) bool {
	return float64(m.Base)*w.toOrigin(w.run.calendar.yearOf(m.Month)) >= w.floor
}

// atEnd says whether a unit is above the floor in one of its year's last months.
func (w *refundWindow) atEnd(k unitKey) bool {
	from := w.run.calendar.firstMonth(k.year+1) - endMonths
	return slices.ContainsFunc(w.months[k], func(m refusion.UnitMonth) bool { return m.Month >= from && w.reaches(m) })
}

// unitYear puts a unit's year into prices of the origin and its parts into cells, by the
// persons' ages some years later.
func (w *refundWindow) unitYear(k unitKey, later int) refusion.UnitYear {
	u := refusion.UnitYear{Group: k.group}
	first, price := w.run.calendar.firstMonth(k.year), w.toOrigin(k.year)
	shares, costs := map[int]*[12]float64{}, map[int]float64{}
	for _, m := range w.months[k] {
		at := m.Month - first
		u.Base[at], u.Paid[at] = float64(m.Base)*price, m.Covered
		var positive float64
		for _, p := range m.Parts {
			positive += float64(max(p.Net, 0))
		}
		for _, p := range m.Parts {
			if p.Net <= 0 {
				continue
			}
			cell := w.cell(p, later)
			if shares[cell] == nil {
				shares[cell] = &[12]float64{}
			}
			shares[cell][at] += float64(p.Net) / positive
			costs[cell] += float64(p.Net)
		}
	}
	for _, cell := range sortedKeys(shares) {
		u.Shares = append(u.Shares, refusion.Share{Cell: cell, Of: *shares[cell]})
		if costs[cell] > costs[u.Cell] {
			u.Cell = cell
		}
	}
	return u
}

// cell is the item of a person's service and age band some years later; where that is not
// forecast, of the age band today; and else the service's first, or the first of all.
func (w *refundWindow) cell(p refusion.Part, later int) int {
	for _, age := range []int{p.Age + later, p.Age} {
		if i, ok := w.cells[[2]string{p.Service, bandAt(age)}]; ok {
			return i
		}
	}
	return max(0, slices.IndexFunc(w.scheme.items, func(i forecastCell) bool { return i.key.service == p.Service }))
}

// bandAt is the age band of person-level data that an age lies in.
func bandAt(age int) string {
	for _, b := range bands {
		if int64(age) <= b.AgeTo {
			return b.Band
		}
	}
	return all
}

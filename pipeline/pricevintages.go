package pipeline

import (
	"maps"
	"math"
	"slices"
	"time"

	"opdrift/forecasts"
)

// known is the day on which a value was there to be used: that of its vintage, else
// the first of January of its year.
func (i indexRow) known() time.Time {
	if i.Vintage.IsZero() {
		return firstDay(i.Year * 12)
	}
	return i.Vintage
}

// pricesOf returns how the index of a service in each vintage differs from the one
// that the run knows now: now(t) / then(t), for the years of the panel. It is what a
// backtest puts the past into the fixed prices of its origin by. A vintage counts as
// known to a year's forecast as those of the population do (exposureOf). An extract
// without vintages gives one that no origin knows, so that the scores say so; without
// the extract there is none.
func (r *run) pricesOf(service string) []forecasts.Vintage {
	now := r.prices.of(service).years
	if now[r.calendar.priceYear].Basis == basisNone || len(r.indexRows) == 0 {
		return nil // fixed prices are current ones
	}
	if r.indexVintages == nil {
		r.indexVintages = r.readVintages()
	}
	first, n := r.calendar.firstYear, int(r.calendar.lastYear-r.calendar.firstYear)+1
	_, own := r.prices.services[service]
	var out []forecasts.Vintage
	for _, v := range r.indexVintages {
		then := commonIndex(v.known)
		if own {
			then, _, _ = r.serviceIndex(v.known, service)
		}
		then = then.extended(r.calendar.lastYear)
		f := forecasts.Vintage{Known: v.origin, First: int(first), Values: make([]float64, n)}
		for i := range f.Values {
			f.Values[i] = math.NaN()
			if at, ok := then[first+int64(i)]; ok && now[first+int64(i)].Value > 0 {
				f.Values[i] = now[first+int64(i)].Value / at.Value
			}
		}
		out = append(out, f)
	}
	if out == nil {
		out = []forecasts.Vintage{{Known: math.MaxInt, First: int(first)}}
	}
	return out
}

// An indexVintage is what was known of the indexes from the end of a year on.
type indexVintage struct {
	origin int
	known  map[string]priceIndex
}

// readVintages are the indexes as each day of publication left them, oldest first; of
// several that the same year's forecast knows, the newest.
func (r *run) readVintages() []indexVintage {
	days := map[time.Time]bool{}
	for _, row := range r.indexRows {
		if !row.Vintage.IsZero() {
			days[row.Vintage] = true
		}
	}
	lead := r.calendar.asOf.Sub(r.calendar.end(r.calendar.lastYear))
	out := []indexVintage{}
	for _, day := range slices.SortedFunc(maps.Keys(days), time.Time.Compare) {
		rows := slices.DeleteFunc(slices.Clone(r.indexRows), func(row indexRow) bool { return row.known().After(day) })
		v := indexVintage{r.originOf(day, lead), indexes(rows)}
		if len(out) > 0 && out[len(out)-1].origin == v.origin {
			out[len(out)-1] = v
			continue
		}
		out = append(out, v)
	}
	return out
}

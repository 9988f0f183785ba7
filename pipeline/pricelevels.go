package pipeline

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// serviceLevels are the price levels of services that have one of their own. Each is
// the first of these indexes that has a year, and before and after its years grows as
// the next:
//
//	the index named by the service's code
//	the index own, the municipality's own level
//	wages and prices, chained by the service's wage_share (mixedIndex)
//	the weighted index
//
// A service that has nothing but the weighted index, or own and it, is not in the map.
// One whose level does not reach from the price year, or the last complete year, to the
// last forecast year follows the common one too, and coverage says so.
func (r *run) serviceLevels(known map[string]priceIndex) map[string]priceLevel {
	out := map[string]priceLevel{}
	var unshared, broken []string
	anyMixed := false
	c := r.calendar
	last := c.lastYear + int64(c.horizon)
	for _, service := range r.sortedServices() {
		index, mixed, ok := r.serviceIndex(known, service)
		anyMixed = anyMixed || mixed
		if !ok {
			unshared = append(unshared, service)
			continue
		}
		level := index.level(c.priceYear, last)
		if !level.years.reaches(min(c.priceYear, c.lastYear), last) {
			broken = append(broken, service)
			continue
		}
		out[service] = level
	}
	r.noteUnshared(known, unshared)
	r.noteMixedSpan(known, anyMixed)
	if len(broken) > 0 {
		r.assumed("prices", "price level of "+some(broken),
			"the indexes of the service have a gap: it follows the common level",
			"ydelsens indeks har et hul: den følger det fælles prisniveau")
	}
	return out
}

// serviceIndex is the index of one service; not ok where it is the common one. mixed
// says that wages and prices are in it.
func (r *run) serviceIndex(known map[string]priceIndex, service string) (index priceIndex, mixed, ok bool) {
	index = mixedIndex(known[basisWages], known[basisPrices], r.services[service].WageShare)
	mixed = len(index) > 0
	index = spliced(known[service], spliced(known[basisOwn], spliced(index, known[basisWeighted])))
	return index, mixed, mixed || len(known[service]) > 0
}

// noteUnshared says which services the weighted index stands in for, and why.
func (r *run) noteUnshared(known map[string]priceIndex, unshared []string) {
	if len(known) == 0 || len(unshared) == 0 {
		return
	}
	if len(mixedIndex(known[basisWages], known[basisPrices], 1)) == 0 {
		r.assumed("prices", "price level of services",
			"no indexes of wages and of prices that go together: services are not told apart by their wage share, and all follow one index",
			"ingen indeks for løn og for priser, der følges ad: ydelser skelnes ikke efter lønandel, og alle følger ét indeks")
		return
	}
	r.assumed("services", "price level of "+some(unshared),
		"no wage_share: these services follow the common price level, that of the weighted index or own",
		"ingen wage_share: disse ydelser følger det fælles prisniveau, efter det vægtede indeks eller own")
}

// noteMixedSpan says where wages and prices do not reach.
func (r *run) noteMixedSpan(known map[string]priceIndex, used bool) {
	c := r.calendar
	oldest, newest := mixedIndex(known[basisWages], known[basisPrices], 1).span()
	if !used || newest == 0 {
		return
	}
	if oldest > c.firstYear {
		year := strconv.FormatInt(oldest, 10)
		r.assumed("prices", "price level of services before "+year,
			"wages and prices are known from "+year+": before it services follow the weighted index, where there is one",
			"løn og priser kendes fra "+year+": før da følger ydelser det vægtede indeks, hvor det findes")
	}
	if newest < c.lastYear+int64(c.horizon) {
		year := strconv.FormatInt(newest, 10)
		r.assumed("prices", "price level of services after "+year,
			"wages and prices are known to "+year+": after it services follow the weighted index, and after that the mean of their last three years",
			"løn og priser kendes til "+year+": derefter følger ydelser det vægtede indeks, og efter det gennemsnittet af deres seneste tre år")
	}
}

// noteOwn says where the municipality's own level stands, and where the national one.
func (r *run) noteOwn(own priceIndex) {
	if len(own) == 0 {
		return
	}
	oldest, newest := own.span()
	r.assumed("prices", "own price level",
		fmt.Sprintf("the index own replaces the national ones from %d to %d; other years grow as they do", oldest, newest),
		fmt.Sprintf("indekset own erstatter de landsdækkende fra %d til %d; andre år stiger som de", oldest, newest))
}

// some lists names, the first ten where they are more.
func some(names []string) string {
	if len(names) <= 10 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:10], ", ") + fmt.Sprintf(" (+%d)", len(names)-10)
}

// A levelRow is one year of a price level as published.
type levelRow struct {
	Service    string  `col:"service"` // code, or "all"
	Year       int64   `col:"year"`
	Level      float64 `col:"level"`  // the price year is 100
	Growth     float64 `col:"growth"` // into the year; NaN in the first
	ToFixed    float64 `col:"to_fixed"`
	WageShare  float64 `col:"wage_share"`
	Basis      string  `col:"basis"`
	Provenance string  `col:"provenance,null"`
}

// levelRows are the levels of everything and of every service, by year. A service's
// year that its level does not reach is there without a value: nothing else stands in.
func (r *run) levelRows() []levelRow {
	rows := r.prices.priceLevel.rows(r.calendar, all, math.NaN())
	for _, service := range r.sortedServices() {
		rows = append(rows, r.prices.of(service).rows(r.calendar, service, r.services[service].WageShare)...)
	}
	return rows
}

func (p priceLevel) rows(c calendar, service string, share float64) []levelRow {
	first, last := p.years.span()
	var out []levelRow
	for year := min(first, c.firstYear); year <= max(last, c.lastYear); year++ {
		row := levelRow{Service: service, Year: year, Level: math.NaN(), Growth: math.NaN(), ToFixed: math.NaN(), WageShare: share, Basis: basisNone}
		if y, ok := p.years[year]; ok {
			row.Level, row.ToFixed, row.Basis, row.Provenance = 100/y.ToFixed, y.ToFixed, y.Basis, y.Provenance
		}
		if g, ok := p.years.growth(year); ok {
			row.Growth = g
		}
		out = append(out, row)
	}
	return out
}

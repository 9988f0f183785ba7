package pipeline

import (
	"maps"
	"math"
	"slices"
)

// A priceIndex is the values of an index by year. Only ratios of them count.
type priceIndex map[int64]priceYear

// mixedIndex chains the growth of wages and prices by the share of cost that is
// wages, w:
//
//	level(t) = level(t−1) × (1 + w·g_wages(t) + (1−w)·g_prices(t)),  g(t) = index(t)/index(t−1) − 1
//
// from 100 in the first year. Years are those that both indexes reach without a
// gap, the newest such stretch; nothing where there is none, or w is not known. It
// is the form of the Danish regulation of prices and wages (PL-regulering): each kind
// of cost grows by its own rate. The shares are not moved on as wages and prices part.
func mixedIndex(wages, prices priceIndex, w float64) priceIndex {
	out := priceIndex{}
	if math.IsNaN(w) {
		return out
	}
	for _, year := range sortedKeys(wages) {
		gw, known := wages.growth(year)
		gp, both := prices.growth(year)
		if !known || !both {
			continue
		}
		before, begun := out[year-1]
		if !begun {
			before = priceYear{Year: year - 1, Value: 100, Basis: basisMixed, Provenance: lessSure(wages[year-1], prices[year-1])}
			out = priceIndex{year - 1: before}
		}
		out[year] = priceYear{
			Year: year, Value: before.Value * (1 + w*gw + (1-w)*gp), Basis: basisMixed,
			Provenance: lessSure(wages[year], prices[year]),
		}
	}
	return out
}

// growth is the relative change into a year; not ok where either year is missing.
func (i priceIndex) growth(year int64) (float64, bool) {
	now, ok := i[year]
	before, okBefore := i[year-1]
	return now.Value/before.Value - 1, ok && okBefore
}

// lessSure is the provenance of what rests on both: actual only if both are.
func lessSure(a, b priceYear) string {
	if a.Provenance == "actual" {
		return b.Provenance
	}
	return a.Provenance
}

// spliced is the index a where it has years; before and after them it grows as b.
func spliced(a, b priceIndex) priceIndex {
	if len(a) == 0 {
		return b
	}
	out := maps.Clone(a)
	oldest, newest := a.span()
	for year, y := range b {
		anchor := newest
		if year < oldest {
			anchor = oldest
		} else if year <= newest {
			continue
		}
		if at, ok := b[anchor]; ok {
			y.Value *= a[anchor].Value / at.Value
			out[year] = y
		}
	}
	return out
}

// span is the first and last year; an index without years has none, and spans from 0
// to 0.
func (i priceIndex) span() (oldest, newest int64) {
	years := sortedKeys(i)
	if len(years) == 0 {
		return 0, 0
	}
	return years[0], years[len(years)-1]
}

// extended carries an index to a year with the mean of its last three yearly growth
// rates; one without years stays without.
func (i priceIndex) extended(last int64) priceIndex {
	if len(i) == 0 {
		return i
	}
	out := maps.Clone(i)
	growth, _ := growthOf(i)
	_, newest := i.span()
	for y := newest + 1; y <= last; y++ {
		out[y] = priceYear{Year: y, Value: out[y-1].Value * (1 + growth), Provenance: "assumed", Basis: out[y-1].Basis}
	}
	return out
}

// reaches reports whether the index has every year of a span.
func (i priceIndex) reaches(from, to int64) bool {
	for y := from; y <= to; y++ {
		if _, ok := i[y]; !ok {
			return false
		}
	}
	return true
}

// level carries an index to a last year, and puts it into prices of a year that it
// has. The spread of its growth is that of what is known, not of what is carried on.
func (i priceIndex) level(priceYear, last int64) priceLevel {
	level := priceLevel{years: priceIndex{}}
	_, level.growthSD = growthOf(i)
	base := i[priceYear].Value
	for year, y := range i.extended(last) {
		y.ToFixed = base / y.Value
		level.years[year] = y
	}
	return level
}

// growthOf returns the mean of the index's last three yearly growth rates and the
// standard deviation of all of them, 0 with fewer than three.
func growthOf(index priceIndex) (mean, sd float64) {
	var rates []float64
	for _, year := range sortedKeys(index) {
		if g, ok := index.growth(year); ok {
			rates = append(rates, g)
		}
	}
	if len(rates) == 0 {
		return 0, 0
	}
	last := rates[max(0, len(rates)-3):]
	for _, g := range last {
		mean += g / float64(len(last))
	}
	if len(rates) < 3 {
		return mean, 0
	}
	var all, squares float64
	for _, g := range rates {
		all += g / float64(len(rates))
	}
	for _, g := range rates {
		squares += (g - all) * (g - all)
	}
	return mean, math.Sqrt(squares / float64(len(rates)-1))
}

// sortedServices lists the codes of the catalogue.
func (r *run) sortedServices() []string { return slices.Sorted(maps.Keys(r.services)) }

package pipeline

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"opdrift/pipeline/store"
)

// A priceYear is one year of an index of prices and wages.
type priceYear struct {
	Year       int64
	Value      float64
	ToFixed    float64 // factor from the year's prices to those of the price year
	Provenance string  // actual, projected or assumed
	Basis      string  // which index the value rests on
}

// What a year of a price level rests on. The code of a service is named own_service.
const (
	basisNone       = "none" // no index: current prices stand for fixed ones
	basisWages      = "wages"
	basisPrices     = "prices"
	basisWeighted   = "weighted"
	basisOwn        = "own"
	basisOwnService = "own_service"
	basisMixed      = "wages_prices"
)

// priceLevel is an index as the run knows it, from the first year it needs to the
// last forecast year.
type priceLevel struct {
	years priceIndex
	// growthSD is the standard deviation of the index's yearly growth: what the
	// price draws vary by. 0 with fewer than 4 known years.
	growthSD float64
}

// toFixed returns the factor from a year's prices to the price year's; NaN where
// the index does not reach.
func (p priceLevel) toFixed(year int64) float64 {
	if y, ok := p.years[year]; ok {
		return y.ToFixed
	}
	return math.NaN()
}

// priceLevels are the level of the municipality as a whole and those of services
// that have another.
type priceLevels struct {
	priceLevel
	services map[string]priceLevel
}

// of returns the level that a service's money is carried by.
func (p priceLevels) of(service string) priceLevel {
	if own, ok := p.services[service]; ok {
		return own
	}
	return p.priceLevel
}

// An indexRow is one value of an index as published in a vintage.
type indexRow struct {
	Index   string    `col:"index"`
	Year    int64     `col:"year"`
	Kind    string    `col:"kind"`
	Vintage time.Time `col:"vintage"`
	Value   float64   `col:"value"`
}

// indexPrices settles the price levels (definitions.md, Price levels) and makes the
// table price_level. Years beyond the newest known one grow as the mean of the last
// three; coverage says so. Without the extract there is one price level for all
// years, and coverage says that prices are nominal.
func (r *run) indexPrices(ctx context.Context) error {
	if r.has("prices") {
		if err := r.store.Extract(ctx, store.Args{"as_of": r.calendar.asOf}, "price_index"); err != nil {
			return err
		}
		var err error
		if r.indexRows, err = store.Query[indexRow](ctx, r.store, "rows", "prices", nil); err != nil {
			return err
		}
	}
	known := indexes(r.indexRows)
	r.prices.services = r.serviceLevels(known)
	r.prices.priceLevel = r.commonLevel(commonIndex(known))
	r.noteOwn(known[basisOwn])
	return store.Append(ctx, r.store, "price_level", r.levelRows())
}

// indexes are what is known of each index: of a year the newest vintage, an actual
// value before a projection. Rows come with actual before projection, old before new.
func indexes(rows []indexRow) map[string]priceIndex {
	out := map[string]priceIndex{}
	for _, k := range rows {
		index, ok := out[k.Index]
		if !ok {
			index = priceIndex{}
			out[k.Index] = index
		}
		if old, ok := index[k.Year]; !ok || k.Kind == "actual" || old.Provenance != "actual" {
			index[k.Year] = priceYear{Year: k.Year, Value: k.Value, Provenance: provenanceOf(k.Kind), Basis: basisOf(k.Index)}
		}
	}
	return out
}

// commonIndex is the municipality's own index, and the national one around it.
func commonIndex(known map[string]priceIndex) priceIndex {
	return spliced(known[basisOwn], known[basisWeighted])
}

func basisOf(index string) string {
	switch index {
	case basisWages, basisPrices, basisWeighted, basisOwn:
		return index
	}
	return basisOwnService
}

func provenanceOf(kind string) string {
	if kind == "actual" {
		return "actual"
	}
	return "projected"
}

// commonLevel is the level of everything that has no service, and of services without
// one of their own.
func (r *run) commonLevel(index priceIndex) priceLevel {
	c := r.calendar
	last := c.lastYear + int64(c.horizon)
	if _, ok := index[c.priceYear]; !ok {
		r.noteNoLevel()
		level := priceLevel{years: priceIndex{}}
		for y := c.firstYear; y <= last; y++ {
			level.years[y] = priceYear{Year: y, Value: 1, ToFixed: 1, Provenance: "assumed", Basis: basisNone}
		}
		level.growthSD = r.prices.meanSD()
		return level
	}
	growth, _ := growthOf(index)
	if _, newest := index.span(); newest < last {
		r.assumed("prices", "price level after "+strconv.FormatInt(newest, 10),
			"the index grows "+percent(growth)+" a year, the mean of its last three years",
			"indekset stiger "+percent(growth)+" om året, gennemsnittet af de seneste tre år")
	}
	return index.level(c.priceYear, last)
}

// meanSD stands in for the common level's where only services have a level: the mean
// of theirs, so that the draws of prices are not left without any.
func (p priceLevels) meanSD() float64 {
	var sum float64
	for _, service := range sortedKeys(p.services) {
		sum += p.services[service].growthSD / float64(len(p.services))
	}
	return sum
}

// noteNoLevel says that the price year is in no index.
func (r *run) noteNoLevel() {
	year := strconv.FormatInt(r.calendar.priceYear, 10)
	if len(r.prices.services) > 0 {
		r.missing("prices", "price level",
			"no weighted price index for the price year "+year+": frames of committees and of the whole, and services without a price level of their own, stay in current prices",
			"intet vægtet prisindeks for prisåret "+year+": rammer for udvalg og for det hele, og ydelser uden eget prisniveau, bliver i løbende priser")
		return
	}
	r.missing("prices", "price level",
		"no price index for the price year "+year+": fixed prices equal current prices",
		"intet prisindeks for prisåret "+year+": faste priser er lig løbende priser")
}

func percent(share float64) string { return strconv.FormatFloat(100*share, 'f', 1, 64) + " %" }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	var out []K
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

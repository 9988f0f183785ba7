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

// A priceYear is one year of the weighted index of prices and wages.
type priceYear struct {
	Year       int64   `col:"year"`
	Value      float64 `col:"value"`
	ToFixed    float64 `col:"to_fixed"` // factor from the year's prices to those of the price year
	Provenance string  `col:"provenance"`
}

// priceLevel is the index as the run knows it, from the first year it needs to
// the last forecast year.
type priceLevel struct {
	years map[int64]priceYear
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

// indexPrices makes the table price_level. Years beyond the newest known one grow
// as the mean of the last three; coverage says so. Without the extract there is
// one price level for all years, and coverage says that prices are nominal.
func (r *run) indexPrices(ctx context.Context) error {
	type row struct {
		Year    int64     `col:"year"`
		Kind    string    `col:"kind"`
		Vintage time.Time `col:"vintage"`
		Value   float64   `col:"value"`
	}
	var known []row
	if r.has("prices") {
		if err := r.store.Extract(ctx, store.Args{"as_of": r.calendar.asOf}, "price_index"); err != nil {
			return err
		}
		var err error
		if known, err = store.Query[row](ctx, r.store, "rows", "prices", nil); err != nil {
			return err
		}
	}
	best := map[int64]priceYear{}
	for _, k := range known { // rows come with actual before projection, old before new
		if old, ok := best[k.Year]; !ok || k.Kind == "actual" || old.Provenance != "actual" {
			best[k.Year] = priceYear{Year: k.Year, Value: k.Value, Provenance: provenanceOf(k.Kind)}
		}
	}
	r.prices = r.extendPrices(best)
	rows := make([]priceYear, 0, len(r.prices.years))
	for _, y := range r.prices.years {
		rows = append(rows, y)
	}
	slices.SortFunc(rows, func(a, b priceYear) int { return cmp.Compare(a.Year, b.Year) })
	return store.Append(ctx, r.store, "price_level", rows)
}

func provenanceOf(kind string) string {
	if kind == "actual" {
		return "actual"
	}
	return "projected"
}

// extendPrices fills the years that the run needs and the index lacks.
func (r *run) extendPrices(best map[int64]priceYear) priceLevel {
	c := r.calendar
	level := priceLevel{years: map[int64]priceYear{}}
	if _, ok := best[c.priceYear]; !ok {
		r.missing("prices", "price level",
			"no price index for the price year "+strconv.FormatInt(c.priceYear, 10)+": fixed prices equal current prices",
			"intet prisindeks for prisåret "+strconv.FormatInt(c.priceYear, 10)+": faste priser er lig løbende priser")
		for y := c.firstYear; y <= c.lastYear+int64(c.horizon); y++ {
			level.years[y] = priceYear{Year: y, Value: 1, ToFixed: 1, Provenance: "assumed"}
		}
		return level
	}
	growth, sd := growthOf(best)
	level.growthSD = sd
	newest := slices.MaxFunc(values(best), func(a, b priceYear) int { return cmp.Compare(a.Year, b.Year) })
	for y := newest.Year + 1; y <= c.lastYear+int64(c.horizon); y++ {
		best[y] = priceYear{Year: y, Value: best[y-1].Value * (1 + growth), Provenance: "assumed"}
	}
	if last := c.lastYear + int64(c.horizon); newest.Year < last {
		r.assumed("prices", "price level after "+strconv.FormatInt(newest.Year, 10),
			"the index grows "+percent(growth)+" a year, the mean of its last three years",
			"indekset stiger "+percent(growth)+" om året, gennemsnittet af de seneste tre år")
	}
	base := best[c.priceYear].Value
	for year, y := range best {
		y.ToFixed = base / y.Value
		level.years[year] = y
	}
	return level
}

// growthOf returns the mean of the index's last three yearly growth rates and the
// standard deviation of all of them.
func growthOf(best map[int64]priceYear) (mean, sd float64) {
	var rates []float64
	for _, year := range sortedKeys(best) {
		if before, ok := best[year-1]; ok {
			rates = append(rates, best[year].Value/before.Value-1)
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

func percent(share float64) string { return strconv.FormatFloat(100*share, 'f', 1, 64) + " %" }

func values[K comparable, V any](m map[K]V) []V {
	var out []V
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	var out []K
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

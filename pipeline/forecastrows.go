package pipeline

import (
	"math"
	"slices"

	"opdrift/forecasts"
)

// A forecastRow is one measure of one cell in one year.
type forecastRow struct {
	Municipality string  `col:"municipality"`
	Service      string  `col:"service"`
	Band         string  `col:"band"`
	Year         int64   `col:"year"`
	Measure      string  `col:"measure"`
	PriceBasis   string  `col:"price_basis"`
	Mean         float64 `col:"mean"`
	quantileColumns
	Model  string `col:"model"`
	Status string `col:"status"`
}

// quantileColumns are the published quantiles; NaN is null.
type quantileColumns struct {
	P2  float64 `col:"p2_5"`
	P10 float64 `col:"p10"`
	P25 float64 `col:"p25"`
	P50 float64 `col:"p50"`
	P75 float64 `col:"p75"`
	P90 float64 `col:"p90"`
	P97 float64 `col:"p97_5"`
}

func columnsOf(q forecasts.Quantiles) quantileColumns {
	return quantileColumns{q.P025, q.P10, q.P25, q.P50, q.P75, q.P90, q.P975}
}

var noQuantiles = columnsOf(forecasts.Quantiles{
	P025: math.NaN(), P10: math.NaN(), P25: math.NaN(), P50: math.NaN(), P75: math.NaN(), P90: math.NaN(), P975: math.NaN(),
})

// Price bases of the published amounts. A volume has none.
const (
	fixedPrices   = "fixed"
	currentPrices = "current"
	noPrices      = "none"
)

// rows returns the cell's rows: volume, unit cost and every sum, in fixed and in
// current prices.
func (c drawnCell) rows(r *run, f *future) []forecastRow {
	var out []forecastRow
	add := func(h int, measure, basis string, mean float64, q quantileColumns) {
		key, status := c.item.key, c.status[h]
		switch {
		case !c.blind:
		case measure == "full_year_persons": // what is not known of money is not the volume's
			status = f.result.Series[c.item.volume].Status[h]
		default:
			q = noQuantiles
		}
		out = append(out, forecastRow{
			Municipality: key.municipality, Service: key.service, Band: key.band, Year: f.years[h],
			Measure: measure, PriceBasis: basis, Mean: mean, quantileColumns: q,
			Model: c.model, Status: string(status),
		})
	}
	for h, year := range f.years {
		toCurrent := 1 / r.prices.of(c.item.key.service).toFixed(year)
		m := f.byItem[c.item.key][h]
		if c.volume != nil {
			volume := columnsOf(f.result.Series[c.item.volume].Quantiles[h])
			if math.IsNaN(volume.P25) {
				volume = noQuantiles // the median alone is the mean by another name
			}
			add(h, "full_year_persons", noPrices, c.volume[h], volume)
			add(h, "unit_cost", fixedPrices, c.cost[h], drawnQuantiles(c.costs, h, 1, nil))
			add(h, "unit_cost", currentPrices, c.cost[h]*toCurrent, drawnQuantiles(c.costs, h, toCurrent, f.shocks))
		}
		for _, measure := range moneyMeasures {
			rows, factor := c.of(measure)
			add(h, measure, fixedPrices, m.fixed.of(measure).Kroner(), drawnQuantiles(rows, h, factor, nil))
			add(h, measure, currentPrices, m.of(measure).Kroner(), drawnQuantiles(rows, h, factor*toCurrent, f.shocks))
		}
	}
	return out
}

// factor is a measure per krone of gross.
func (item forecastCell) factor(measure string) float64 {
	switch measure {
	case "income":
		return item.income
	case "refund":
		return item.refund
	case "service_expenditure":
		return 1 + item.income
	case "net":
		return 1 + item.income + item.refund
	}
	return 1
}

// drawnQuantiles returns those of a year's draws, each times factor and, where given,
// its price shock; none without draws.
func drawnQuantiles(rows [][]float32, h int, factor float64, shocks [][]float64) quantileColumns {
	if len(rows) == 0 {
		return noQuantiles
	}
	values := make([]float64, len(rows[h]))
	for d, v := range rows[h] {
		values[d] = float64(v) * factor
		if shocks != nil {
			values[d] *= shocks[h][d]
		}
	}
	return quantilesOf(values)
}

// quantilesOf sorts the values and interpolates between them (type 7 of Hyndman
// and Fan, 1996).
func quantilesOf(values []float64) quantileColumns {
	slices.Sort(values)
	at := func(p float64) float64 {
		place := p * float64(len(values)-1)
		i := int(place)
		if i+1 == len(values) {
			return values[i]
		}
		return values[i] + (place-float64(i))*(values[i+1]-values[i])
	}
	return quantileColumns{at(.025), at(.1), at(.25), at(.5), at(.75), at(.9), at(.975)}
}

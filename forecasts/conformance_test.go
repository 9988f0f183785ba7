package forecasts

import (
	"math"
	"math/rand/v2"
)

// conformancePanel has every awkward history, each with exposure and drivers that
// cover all periods or without: yearly ones of 12 values, quarterly and monthly ones
// five years longer with a season in the added years.
func conformancePanel(frequency int) Panel {
	rng := rand.New(rand.NewPCG(1, 2))
	histories := awkward()
	for n := 1; n <= 12; n++ {
		values := flat(math.NaN(), 12)
		for i := 12 - n; i < 12; i++ {
			values[i] = 100 + 2*float64(i) + 3*rng.NormFloat64()
		}
		histories["length "+string(rune('a'+n))] = values
	}
	if frequency > 1 {
		lengthen(histories, frequency)
	}
	return conformanceSeries(frequency, histories)
}

// lengthen puts five years in front: what the history holds, times or with a season.
func lengthen(histories map[string][]float64, frequency int) {
	for _, name := range names(histories) {
		short := histories[name]
		long := make([]float64, 5*frequency, 5*frequency+len(short))
		for t := range long {
			season := 1 + 0.3*math.Sin(2*math.Pi*float64(t)/float64(frequency))
			long[t] = short[t%len(short)] * season
		}
		histories[name] = append(long, short...)
	}
}

func awkward() map[string][]float64 {
	nan := math.NaN()
	return map[string][]float64{
		"constant": {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7},
		"zero":     {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
		"negative": {-5, -6, -4, -7, -5, -6, -8, -7, -6, -5, -9, -7},
		"gap":      {5, 6, nan, 7, 5, 6, 8, 7, 6, 5, 9, 7},
		"late gap": {5, 6, 5, 7, 5, 6, 8, 7, 6, nan, 9, 7},
		"stale":    {5, 6, 5, 7, 5, 6, 8, 7, 6, 5, nan, nan},
		"empty":    {nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan},
		"infinite": {5, 6, 5, 7, 5, 6, math.Inf(1), 7, 6, 5, 9, 7},
		"shift":    {5, 6, 5, 7, 5, 6, 58, 57, 56, 55, 59, 57},
		"outlier":  {5, 6, 5, 7, 5, 6, 5800, 7, 6, 5, 9, 7},
		"tiny":     {1e-9, 2e-9, 1e-9, 2e-9, 3e-9, 2e-9, 3e-9, 2e-9, 1e-9, 1e-9, 2e-9, 2e-9},
	}
}

func conformanceSeries(frequency int, histories map[string][]float64) Panel {
	population, price := make([]float64, 100), make([]float64, 100)
	for i := range population {
		population[i] = 1000 + 10*float64(i)
		price[i] = math.Sin(float64(i))
	}
	p := Panel{Frequency: frequency}
	for _, name := range names(histories) {
		plain := Series{Key: name, Groups: []string{"group", "all"}, First: 2010, Values: histories[name]}
		exposed, driven := plain, plain
		exposed.Key += "/exposure"
		exposed.Exposure = []Vintage{{Known: 2012, First: 2010, Values: population}}
		driven.Key += "/driver"
		driven.Drivers = []Driver{{Name: "price", Vintages: []Vintage{{Known: 2012, First: 2010, Values: price}}}}
		p.Series = append(p.Series, plain, exposed, driven)
	}
	return withFlow(p, population)
}

// withFlow adds a service in balance, as in TestCohortStandsStill.
func withFlow(p Panel, population []float64) Panel {
	flow := &Flow{}
	for year := 2010; year <= 2010+len(p.Series[0].Values); year++ {
		flow.Rows = append(flow.Rows, FlowRow{Year: year, Age: 40, Duration: Entrant, Persons: 100, Days: 50})
		for d, n := range []float64{100, 50, 25, 25} {
			flow.Rows = append(flow.Rows, FlowRow{Year: year, Age: 41 + d, Duration: d, Persons: n, Exits: n / 2, Days: n / 2, ExitDays: n / 4})
		}
	}
	p.Series = append(p.Series, Series{
		Key: "flow", Groups: []string{"group", "all"}, First: 2010, Values: flat(200, len(p.Series[0].Values)),
		Exposure: []Vintage{{Known: 2012, First: 2010, Values: population}}, Flow: flow, Band: Band{0, 999},
	})
	return p
}

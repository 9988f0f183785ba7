package pipeline

import "opdrift/forecasts"

// A pastKey names a forecast of the backtest, a pastPoint is what the selected method
// said there.
type (
	pastKey struct {
		series          string
		origin, horizon int64
	}
	pastPoint struct {
		value   float64
		vintage bool // figures may not have been known
	}
)

// pastForecasts are what the selected method said at the backtest's origins.
type pastForecasts map[pastKey]pastPoint

// pastForecasts reads them from the evidence.
func (f *future) pastForecasts() pastForecasts {
	p := pastForecasts{}
	for s := range f.result.Scores.Rows() {
		if s.Model == forecasts.Selected {
			p[pastKey{s.Series, int64(s.Origin), int64(s.Horizon)}] = pastPoint{s.Forecast, s.Status == forecasts.VintageUnknown}
		}
	}
	return p
}

// volume is a cell's full-year persons as forecast; not ok without.
func (p pastForecasts) volume(f *future, item forecastCell, year, origin int64) (pastPoint, bool) {
	if item.volume == none {
		return pastPoint{}, false
	}
	point, ok := p[pastKey{f.result.Series[item.volume].Key, origin, year - origin}]
	return point, ok
}

// cost is a cell's gross cost as forecast, kroner in fixed prices.
func (p pastForecasts) cost(r *run, f *future, item forecastCell, year, origin int64) (pastPoint, bool) {
	at := func(series int) (pastPoint, bool) {
		point, ok := p[pastKey{f.result.Series[series].Key, origin, year - origin}]
		return point, ok
	}
	if item.volume == none {
		return at(item.spending)
	}
	volume, okVolume := at(item.volume)
	price, okPrice := at(item.price)
	return pastPoint{
		value:   volume.value * r.yearLength(year) * price.value * item.relative,
		vintage: volume.vintage || price.vintage,
	}, okVolume && okPrice
}

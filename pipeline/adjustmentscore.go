package pipeline

import (
	"math"

	"opdrift/forecasts"
	"opdrift/pipeline/money"
)

// An adjustmentScore holds an adjustment of a past year against what came. Everything
// is nil for other years.
type adjustmentScore struct {
	Origin          *int64     `col:"origin"`
	Horizon         *int64     `col:"horizon"`
	Actual          *money.Ore `col:"actual"`
	UnadjustedError *money.Ore `col:"unadjusted_error"`
	AdjustedError   *money.Ore `col:"adjusted_error"` // with all that counted
	AloneError      *money.Ore `col:"alone_error"`    // with this one alone
	Improved        *bool      `col:"improved"`
	ImprovedAlone   *bool      `col:"improved_alone"`
	Score           string     `col:"score_status,null"`
}

// What a score rests on. scoreOK and scoreVintage are the words of the backtest.
const (
	scoreOK         = string(forecasts.OK)
	scoreVintage    = string(forecasts.VintageUnknown)
	scorePartial    = "partial"     // part of the service's cost has no forecast
	scoreExpired    = "expired"     // the adjustment did not count at the origin
	scoreNoForecast = "no_forecast" // the backtest has none of that year
	scoreNoActual   = "no_actual"   // the panel does not hold the year
)

// leastForecast is the share of a service's cost in a year that must have a forecast
// for the service to be scored, as for the totals of package forecasts.
const leastForecast = .9

// score holds an adjustment of a past year against what the year cost, beside the
// forecast that the backtest's selected method would have made of it:
//
//	unadjusted_error = actual - unadjusted
//	adjusted_error   = actual - (unadjusted + what counted at the origin)
//	alone_error      = actual - (unadjusted + amount)
//
// An adjustment counted at the origin when it had not expired on the origin's last
// day: that day, and not the run's place in the year, so that later runs give the
// same score. One that had expired was perhaps replaced by another; it is not
// added to that, and not scored.
func (b *adjustmentBook) score(row *adjustmentRow, a adjustment) {
	actual, ok := b.actual(a.Service, a.Year)
	if !ok {
		row.Score = scoreNoActual
		return
	}
	row.Actual = &actual
	p, ok := b.forecastOf(a.Service, a.Year)
	if !ok {
		row.Score = scoreNoForecast
		return
	}
	horizon := a.Year - p.origin
	row.Origin, row.Horizon, row.Score = &p.origin, &horizon, p.status
	day := b.run.calendar.end(p.origin)
	row.hold(p.gross, b.counted(a, day))
	unadjusted, adjusted := actual-p.gross, actual-*row.Adjusted
	row.UnadjustedError, row.AdjustedError = &unadjusted, &adjusted
	if !a.counts(day) {
		row.Score = scoreExpired
		return
	}
	alone := unadjusted - a.Amount
	improved, improvedAlone := nearer(adjusted, unadjusted), nearer(alone, unadjusted)
	row.AloneError, row.Improved, row.ImprovedAlone = &alone, &improved, &improvedAlone
}

// nearer reports whether a is nearer 0 than b. As near is not nearer.
func nearer(a, b money.Ore) bool { return max(a, -a) < max(b, -b) }

// actual is the gross cost of a service in a complete year; not ok where the panel
// does not hold the year.
func (b *adjustmentBook) actual(service string, year int64) (sum money.Ore, ok bool) {
	for _, key := range b.future.cells.keys {
		if key.service != service {
			continue
		}
		if row, there := b.future.cells.at(key, year, b.run.has("cases")); there {
			sum, ok = sum+row.Gross, true
		}
	}
	return sum, ok
}

// A pastForecast is a service's gross cost of a past year as forecast from an origin,
// in the prices of that year.
type pastForecast struct {
	origin int64
	gross  money.Ore
	status string
}

// forecastOf returns the forecast of a past year from the newest origin before it that
// has one.
func (b *adjustmentBook) forecastOf(service string, year int64) (pastForecast, bool) {
	if b.past == nil {
		b.past = b.future.pastForecasts()
	}
	for origin := year - 1; origin >= year-int64(b.run.calendar.horizon); origin-- {
		if p, ok := b.forecastFrom(service, year, origin); ok {
			return p, true
		}
	}
	return pastForecast{}, false
}

// forecastFrom puts a service's forecast from one origin together from its cells, as
// the forecast of the future is: volume times unit cost, or spending. It is in the
// prices that the year came to have, so that the error is that of volume and real
// unit cost, not of the price index. Cells without a forecast stand as what they
// cost, when they are few: they add no error.
func (b *adjustmentBook) forecastFrom(service string, year, origin int64) (pastForecast, bool) {
	p := pastForecast{origin: origin, status: scoreOK}
	items := map[cellKey]forecastCell{}
	for _, item := range b.future.items {
		items[item.key] = item
	}
	var sum, covered, rest float64 // rest: size of what has no forecast
	var known money.Ore
	found := false
	for _, key := range b.future.cells.keys {
		row, there := b.future.cells.at(key, year, b.run.has("cases"))
		if key.service != service || !there {
			continue
		}
		size := math.Abs(row.Gross.Kroner())
		item, ok := items[key]
		if ok {
			var point pastPoint
			if point, ok = b.past.cost(b.run, b.future, item, year, origin); ok {
				found, sum, covered = true, sum+point.value, covered+size
				if point.vintage {
					p.status = scoreVintage
				}
				continue
			}
		}
		known, rest = known+row.Gross, rest+size
	}
	if !found || covered < leastForecast*(covered+rest) {
		return p, false
	}
	if rest > 0 {
		p.status = scorePartial
	}
	gross, err := money.FromFloat(sum / b.run.prices.of(service).toFixed(year))
	p.gross = gross + known
	return p, err == nil // an index that does not reach the year gives no amount
}

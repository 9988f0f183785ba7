package pipeline

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"opdrift/pipeline/money"
)

// A yearEndRow is the estimate of the open year for a service, a committee, a municipality
// or all. delivered + committed + expected = result; income and refund follow as in the last
// years. Of
// expected, what is applied for and the known inflow are known by name:
// applied + inflow + other = expected.
type yearEndRow struct {
	Level     string    `col:"level"`
	Item      string    `col:"item"`
	Year      int64     `col:"year"`
	Booked    money.Ore `col:"booked"`
	Delivered money.Ore `col:"delivered"`
	Committed money.Ore `col:"committed"`
	Expected  money.Ore `col:"expected"`
	Result    money.Ore `col:"result"`
	P2        float64   `col:"p2_5"`
	P10       float64   `col:"p10"`
	P90       float64   `col:"p90"`
	P97       float64   `col:"p97_5"`
	Income    money.Ore `col:"income"`
	Service   money.Ore `col:"service_expenditure"`
	Refund    money.Ore `col:"refund"`
	Net       money.Ore `col:"net"`
	Years     int64     `col:"years"`
	Status    string    `col:"status"`

	Waiting       money.Ore `col:"waiting_granted"`
	WaitingGrants int64     `col:"waiting_granted_grants"`
	Applied       money.Ore `col:"waiting_applied"`
	AppliedGrants int64     `col:"waiting_applied_grants"`
	inflowColumns
	Other money.Ore `col:"expected_other"`
	movementColumns
	budgetColumns

	spread float64   // s of the interval; 0 without one
	scores []float64 // that the interval rests on, ascending
}

// An openItem gathers one item's years: what was known of each at this place in
// the year, and what it came to.
type openItem struct {
	known, result map[int64]money.Ore // by year, the open one too; result by complete year
	now           granted
	next          ahead
	booked        amounts
	recent        amounts // of the last three complete years
}

// estimate adds services up to committees, municipalities and all, and estimates each by
// itself.
func (r *run) estimate(now []granted, booked map[bookedKey]amounts, next map[bookedKey]ahead) []yearEndRow {
	items := r.openItems(now, booked, next)
	scores := pooledScores(items)
	var rows []yearEndRow
	for _, key := range slices.SortedFunc(maps.Keys(items), totalKey.compare) {
		if o := items[key]; o.now.Delivered != 0 || o.now.Committed != 0 || o.booked.gross != 0 || o.next.any() {
			row := o.row(key, r.calendar.lastYear+1, scores)
			row.ahead(o.next, r.inflowUnknown[row.Year])
			rows = append(rows, row)
		}
	}
	return rows
}

// openItems gathers what is known of each service, committee, municipality with a ledger,
// and all.
func (r *run) openItems(now []granted, booked map[bookedKey]amounts, next map[bookedKey]ahead) map[totalKey]*openItem {
	target := r.calendar.lastYear + 1
	items := map[totalKey]*openItem{}
	ledgers := ledgersOf(booked)
	each := func(municipality, service string, visit func(*openItem)) {
		for _, key := range []totalKey{{"service", service}, {"committee", r.services[service].Committee}, {"municipality", municipality}, {all, all}} {
			if key.level == "municipality" && !ledgers[municipality] {
				continue
			}
			if items[key] == nil {
				items[key] = &openItem{known: map[int64]money.Ore{}, result: map[int64]money.Ore{}}
			}
			visit(items[key])
		}
	}
	for _, g := range r.past {
		each(g.Municipality, g.Service, func(o *openItem) { o.known[g.Year] += g.Ore })
	}
	for _, b := range r.ungranted {
		each(b.Municipality, b.Service, func(o *openItem) {
			o.known[b.Year] += b.Ore
			if b.Year == target {
				o.now.Delivered += b.Ore
			}
		})
	}
	for _, g := range now {
		if g.Year == target {
			each(g.Municipality, g.Service, func(o *openItem) {
				o.now.Delivered += g.Delivered
				o.now.Committed += g.Committed
			})
		}
	}
	for _, key := range sortedBooked(next) { // in order: expected persons are no whole numbers
		if key.year == target {
			each(key.municipality, key.service, func(o *openItem) { o.next = o.next.plus(next[key]) })
		}
	}
	for key, b := range booked {
		each(key.municipality, key.service, func(o *openItem) { o.book(key.year, b, r.calendar.lastYear) })
	}
	return items
}

// ledgersOf names the municipalities whose accounts hold gross cost: others pay here for
// places, and keep theirs elsewhere.
func ledgersOf(booked map[bookedKey]amounts) map[string]bool {
	out := map[string]bool{}
	for key, b := range booked {
		if b.gross != 0 {
			out[key.municipality] = true
		}
	}
	return out
}

// book adds what the ledger holds of a year.
func (o *openItem) book(year int64, b amounts, last int64) {
	switch {
	case year == last+1:
		o.booked = o.booked.plus(b)
	case year <= last:
		o.result[year] += b.gross
		if year > last-recentYears {
			o.recent = o.recent.plus(b)
		}
	}
}

func sortedBooked[V any](m map[bookedKey]V) []bookedKey {
	return slices.SortedFunc(maps.Keys(m), func(a, b bookedKey) int {
		return cmp.Or(cmp.Compare(a.municipality, b.municipality), cmp.Compare(a.service, b.service), cmp.Compare(a.year, b.year))
	})
}

// factors returns what each complete year came to over what was known, by year.
func (o *openItem) factors() map[int64]float64 {
	out := map[int64]float64{}
	for year, known := range o.known {
		if known > 0 && o.result[year] > 0 {
			out[year] = float64(o.result[year]) / float64(known)
		}
	}
	return out
}

// leastYears is the fewest complete years that an estimate of an item's own needs.
const leastYears = 3

// row estimates the year's result as what is known now times the median factor of
// the complete years,
//
//	result = G · median_y(R_y / G_y)
//
// G being the price of the year's grants as known at this place in the year, open
// ones to its end, alike for all years (of a service without grants what is booked of the
// year's deliveries by then), and R_y what a complete year came to,
// with an interval of ± result · s · q: s is the item's mean relative error when each
// year is estimated from the others, q the quantile of all items' errors over their
// own s. Under three years the factor is 1 and there is no interval.
func (o *openItem) row(key totalKey, year int64, scores []float64) yearEndRow {
	known := o.known[year]
	row := emptyYearEnd(key, year)
	row.Booked, row.Delivered, row.Committed, row.Result = o.booked.gross, o.now.Delivered, o.now.Committed, known
	factors := o.factors()
	row.Years = int64(len(factors))
	if len(factors) >= leastYears {
		row.Result = money.Ore(math.Round(float64(known) * median(sortedValues(factors))))
		if s := mean(absolute(leaveOneOut(factors))); s > 0 && len(scores) > 0 {
			at := func(p float64) float64 {
				q := scores[min(len(scores)-1, int(math.Ceil(float64(len(scores)+1)*p))-1)]
				return row.Result.Kroner() * s * q
			}
			row.P10, row.P90 = max(0, row.Result.Kroner()-at(.8)), row.Result.Kroner()+at(.8)
			row.P2, row.P97 = max(0, row.Result.Kroner()-at(.95)), row.Result.Kroner()+at(.95)
			row.Status, row.spread, row.scores = "ok", s, scores
		} else {
			row.Status = "no_evidence"
		}
	}
	row.Expected = row.Result - row.Delivered - row.Committed
	if o.recent.gross > 0 {
		share := func(of money.Ore) money.Ore {
			return money.Ore(math.Round(float64(row.Result) * float64(of) / float64(o.recent.gross)))
		}
		row.Income, row.Refund = share(o.recent.income), share(o.recent.refund)
	}
	row.Service = row.Result + row.Income
	row.Net = row.Service + row.Refund
	return row
}

// emptyYearEnd is the estimate of an item that has nothing.
func emptyYearEnd(key totalKey, year int64) yearEndRow {
	return yearEndRow{
		Level: key.level, Item: key.item, Year: year, Status: "too_short", inflowColumns: inflow{}.columns(false),
		P2: math.NaN(), P10: math.NaN(), P90: math.NaN(), P97: math.NaN(), budgetColumns: budgetColumns{Overspend: math.NaN()},
	}
}

// ahead says how much of what is expected is known by name.
func (row *yearEndRow) ahead(a ahead, unknown bool) {
	row.Waiting, row.WaitingGrants = a.granted.Ore, a.granted.Grants
	row.Applied, row.AppliedGrants = a.applied.Ore, a.applied.Grants
	row.inflowColumns = a.young.columns(unknown)
	row.Other = row.Expected - row.Applied
	if !unknown {
		row.Other -= a.young.Ore
	}
}

// pooledScores returns the relative errors of services, committees and all over each one's
// own mean error, ascending. A municipality's would count those of all a second time.
func pooledScores(items map[totalKey]*openItem) []float64 {
	var out []float64
	for key, o := range items {
		if key.level == "municipality" {
			continue
		}
		errors := absolute(leaveOneOut(o.factors()))
		if s := mean(errors); len(errors) >= leastYears && s > 0 {
			for _, e := range errors {
				out = append(out, e/s)
			}
		}
	}
	slices.Sort(out)
	return out
}

// leaveOneOut returns, for each year, its factor over the median of the others',
// less 1.
func leaveOneOut(factors map[int64]float64) []float64 {
	var out []float64
	for _, year := range sortedKeys(factors) {
		others := maps.Clone(factors)
		delete(others, year)
		if len(others) > 0 {
			out = append(out, factors[year]/median(sortedValues(others))-1)
		}
	}
	return out
}

func sortedValues[K cmp.Ordered, V cmp.Ordered](m map[K]V) []V {
	return slices.Sorted(maps.Values(m))
}

// median of ascending values; NaN of none.
func median(sorted []float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func absolute(values []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Abs(v)
	}
	return out
}

func mean(values []float64) float64 {
	var sum float64
	for _, v := range values {
		sum += v / float64(len(values))
	}
	return sum
}

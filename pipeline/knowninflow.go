package pipeline

import (
	"context"
	"math"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// aheadYear is one row of the table years_ahead: a year looked at from the as-of day of
// an origin year, which is the year itself or the one before.
type aheadYear struct {
	Origin   int64     `col:"origin"`
	Year     int64     `col:"year"`
	AsOf     time.Time `col:"as_of"`
	FirstDay time.Time `col:"first_day"`
	LastDay  time.Time `col:"last_day"`
}

// inflow is the known inflow of persons who turn 18.
type inflow struct {
	Turning int64     // persons who have the service and turn 18, undecided
	Persons float64   // expected to come into the service
	Ore     money.Ore // what they are expected to cost there
}

// inflowColumns are its columns: null where something should follow and what is not known.
type inflowColumns struct {
	Turning int64   `col:"turning_18"`
	Persons float64 `col:"known_inflow_persons"`
	Ore     *int64  `col:"known_inflow"`
}

func (a inflow) columns(unknown bool) inflowColumns {
	if unknown {
		return inflowColumns{a.Turning, math.NaN(), nil}
	}
	ore := int64(a.Ore)
	return inflowColumns{a.Turning, a.Persons, &ore}
}

func (a inflow) plus(b inflow) inflow {
	return inflow{a.Turning + b.Turning, a.Persons + b.Persons, a.Ore + b.Ore}
}

// youthCount counts persons of a service who turn 18, seen from an origin year.
type youthCount struct {
	Origin       int64  `col:"origin"`
	Year         int64  `col:"year"`
	Municipality string `col:"municipality"`
	Service      string `col:"service"`
	Persons      int64  `col:"persons"`
	Days         int64  `col:"days"`
}

// youthMove is what such persons came to get in another service.
type youthMove struct {
	Origin  int64     `col:"origin"`
	Year    int64     `col:"year"`
	From    string    `col:"service_from"`
	To      string    `col:"service"`
	Persons int64     `col:"persons"`
	Ore     money.Ore `col:"ore"`
}

// leastYouths is the fewest persons that shares of a service's own rest on; with fewer
// those of all services together do.
const leastYouths = 5

// youngInflow reads who turns 18, and what those who did came to get.
func (r *run) youngInflow(ctx context.Context) (map[bookedKey]inflow, error) {
	c := r.calendar
	target := c.lastYear + 1
	var years []aheadYear
	for origin := max(c.firstYear, target-yearsBack); origin <= target; origin++ {
		for year := origin; year <= origin+1; year++ {
			years = append(years, aheadYear{origin, year, c.before(target - origin), firstDay(c.firstMonth(year)), c.end(year)})
		}
	}
	if err := store.Append(ctx, r.store, "years_ahead", years); err != nil {
		return nil, err
	}
	if err := r.store.Extract(ctx, store.Args{"as_of": c.asOf}, "youth_services", "youth_starts", "youths", "youth_count", "youth_moves"); err != nil {
		return nil, err
	}
	counts, err := store.Query[youthCount](ctx, r.store, "rows", "youth_count", nil)
	if err != nil {
		return nil, err
	}
	moves, err := store.Query[youthMove](ctx, r.store, "rows", "youth_moves", nil)
	if err != nil {
		return nil, err
	}
	out, unknown := inflowOf(counts, moves, c.lastYear, r.priceRatio)
	r.inflowUnknown = unknown
	if len(unknown) > 0 {
		r.missing("cases", "known_inflow",
			"fewer than 5 persons turned 18 in earlier years: what follows for those who turn 18 now is not known",
			"færre end 5 personer fyldte 18 år i tidligere år: det vides ikke, hvad der følger for dem, der fylder 18 år nu")
	}
	return out, nil
}

// priceRatio is what a krone of one year is in the prices of another; 1 where the index
// does not reach.
func (r *run) priceRatio(from, to int64) float64 {
	ratio := r.prices.toFixed(from) / r.prices.toFixed(to)
	if math.IsNaN(ratio) {
		return 1
	}
	return ratio
}

// transitions are what persons of one service who turned 18 came to get, of one horizon.
type transitions struct {
	persons, days float64
	moved         map[string]float64         // persons, by new service
	ore           map[string]map[int64]int64 // by new service and year
}

func (t *transitions) add(m youthMove) {
	t.moved[m.To] += float64(m.Persons)
	if t.ore[m.To] == nil {
		t.ore[m.To] = map[int64]int64{}
	}
	t.ore[m.To][m.Year] += int64(m.Ore)
}

// observed gathers transitions by horizon (0: the origin year, 1: the next) and service,
// those of all services under "". Only complete years count.
func observed(counts []youthCount, moves []youthMove, last int64) map[int64]map[string]*transitions {
	out := map[int64]map[string]*transitions{0: {}, 1: {}}
	of := func(horizon int64, service string) *transitions {
		if out[horizon][service] == nil {
			out[horizon][service] = &transitions{moved: map[string]float64{}, ore: map[string]map[int64]int64{}}
		}
		return out[horizon][service]
	}
	for _, n := range counts {
		if n.Year <= last {
			for _, service := range []string{n.Service, ""} {
				t := of(n.Year-n.Origin, service)
				t.persons, t.days = t.persons+float64(n.Persons), t.days+float64(n.Days)
			}
		}
	}
	for _, m := range moves {
		if m.Year <= last {
			of(m.Year-m.Origin, m.From).add(m)
			of(m.Year-m.Origin, "").add(m)
		}
	}
	return out
}

// inflowOf expects of the persons who turn 18 now, seen from the open year last + 1, what
// those who turned 18 in the years before came to get, seen from the same place in them.
// Of N persons in service a with D days of the year from their 18th birthdays on,
//
//	persons(b) = N · Σ_y moved_y(a → b) / Σ_y N_y(a)
//	kroner(b)  = D · Σ_y kroner_y(a → b) · price(y → year) / Σ_y D_y(a)
//
// over the complete years y, of all municipalities together. Unknown are the
// years in which somebody turns 18 and too few did before.
func inflowOf(counts []youthCount, moves []youthMove, last int64, price func(from, to int64) float64) (out map[bookedKey]inflow, unknown map[int64]bool) {
	seen := observed(counts, moves, last)
	type sum struct{ persons, ore float64 }
	sums := map[bookedKey]sum{}
	out, unknown = map[bookedKey]inflow{}, map[int64]bool{}
	for _, n := range counts {
		if n.Origin != last+1 {
			continue
		}
		key := bookedKey{n.Municipality, n.Service, n.Year}
		out[key] = out[key].plus(inflow{Turning: n.Persons})
		t := seen[n.Year-n.Origin][n.Service]
		if t == nil || t.persons < leastYouths {
			t = seen[n.Year-n.Origin][""]
		}
		if t == nil || t.persons < leastYouths {
			unknown[n.Year] = true
			continue
		}
		for _, to := range sortedKeys(t.moved) {
			key.service = to
			s := sums[key]
			s.persons += float64(n.Persons) * t.moved[to] / t.persons
			for _, year := range sortedKeys(t.ore[to]) {
				s.ore += float64(n.Days) * float64(t.ore[to][year]) * price(year, n.Year) / t.days
			}
			sums[key] = s
		}
	}
	for key, s := range sums {
		out[key] = out[key].plus(inflow{Persons: s.persons, Ore: money.Ore(math.Round(s.ore))})
	}
	return out, unknown
}

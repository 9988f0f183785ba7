package forecasts

import (
	"fmt"
	"math"
	"slices"
)

// A Panel is the series of one run.
type Panel struct {
	Frequency int // periods a year: 1, 4 or 12
	Series    []Series
}

// A Series is an evenly spaced history with what is known about it.
type Series struct {
	Key string // unique, such as "volume/101/botilbud/18-22"

	// Groups go from narrowest to widest. Selection and calibration use the
	// narrowest that has enough evidence. Series that share the widest group
	// may lend each other their scaled errors; none means the group "all".
	Groups []string

	First       int       // calendar index of Values[0]: a year for yearly series
	Values      []float64 // oldest first; NaN or infinite is missing
	Exposure    []Vintage // population as known at different times; empty is none
	Drivers     []Driver  // outside series
	Flow        *Flow     // stock and flow of the service, shared by its age bands; nil if not known
	Band        Band      // the series' ages, with Flow
	Prices      []Vintage // of values in fixed prices: see [Series.repriced]; empty is none
	NonNegative bool      // points, quantiles and draws are floored at 0

	// VintageUnknown is set by [Panel.At] where no vintage of the exposure, of a
	// driver or of the prices was known at the origin, so that the oldest stands in.
	VintageUnknown bool
}

// A Vintage is a series of outside figures as published at one time. It covers
// history and, as a projection, the future.
type Vintage struct {
	Known  int // usable from the end of this period on
	First  int // calendar index of Values[0]
	Values []float64
}

// A Driver is an outside series with its vintages.
type Driver struct {
	Name     string
	Vintages []Vintage
}

// Last returns the calendar index of the newest period of any series, missing
// values included, or math.MinInt for a panel without series.
func (p Panel) Last() int {
	last := math.MinInt
	for _, s := range p.Series {
		last = max(last, s.First+len(s.Values)-1)
	}
	return last
}

// At returns what was known at the end of period origin. Values end there (a
// series that ended earlier is padded with NaN, so that Last is the origin) and
// only vintages with Known <= origin remain; where there is none, the oldest
// stands in and VintageUnknown is set. The panel is not changed.
func (p Panel) At(origin int) Panel {
	q := Panel{Frequency: p.Frequency, Series: make([]Series, len(p.Series))}
	for i, s := range p.Series {
		s.First, s.Values = cut(s.First, s.Values, origin)
		s.Exposure, s.VintageUnknown = known(s.Exposure, origin)
		var undated bool
		s.Values, undated = s.repriced(origin)
		s.VintageUnknown = s.VintageUnknown || undated
		drivers := make([]Driver, len(s.Drivers))
		for j, d := range s.Drivers {
			var unknown bool
			d.Vintages, unknown = known(d.Vintages, origin)
			s.VintageUnknown = s.VintageUnknown || unknown
			drivers[j] = d
		}
		s.Drivers = drivers
		q.Series[i] = s
	}
	return q
}

// repriced returns the values as the price index known at the end of period origin puts
// them into fixed prices. A vintage of Prices is today's index over the one of that
// vintage, r(t), up to a constant:
//
//	value(t) × r(t)/r(origin)
//
// so that the origin's own value, and the amounts that forecasts are held against, stay
// in today's. It says true, and leaves the values as they are, where no vintage was
// known or that one does not reach the origin. Periods it does not reach stay too.
func (s Series) repriced(origin int) ([]float64, bool) {
	if len(s.Prices) == 0 {
		return s.Values, false
	}
	vintages, unknown := known(s.Prices, origin)
	v := newest(vintages)
	base := v.at(origin)
	if unknown || !finite(base) {
		return s.Values, true
	}
	var out []float64
	for i, value := range s.Values {
		r := v.at(s.First+i) / base
		if r == 1 || !finite(r) {
			continue
		}
		if out == nil {
			out = slices.Clone(s.Values)
		}
		out[i] = value * r
	}
	if out == nil {
		return s.Values, false
	}
	return out, false
}

// cut ends values at index last, padding with NaN when they end earlier.
func cut(first int, values []float64, last int) (int, []float64) {
	n := last - first + 1
	switch {
	case n <= 0:
		return last + 1, nil
	case n <= len(values):
		return first, values[:n:n]
	}
	padded := make([]float64, n)
	for i := copy(padded, values); i < n; i++ {
		padded[i] = math.NaN()
	}
	return first, padded
}

// known keeps the vintages published by the end of period origin. With none it
// returns the oldest and true; without vintages, nothing and false.
func known(vs []Vintage, origin int) ([]Vintage, bool) {
	if len(vs) == 0 {
		return nil, false
	}
	var kept []Vintage
	oldest := vs[0]
	for _, v := range vs {
		if v.Known <= origin {
			kept = append(kept, v)
		}
		if v.Known < oldest.Known {
			oldest = v
		}
	}
	if kept == nil {
		return []Vintage{oldest}, true
	}
	return kept, false
}

// newest returns the vintage known last, the later in the list among equals.
// Without vintages it returns one without values.
func newest(vs []Vintage) Vintage {
	var best Vintage
	for i, v := range vs {
		if i == 0 || v.Known >= best.Known {
			best = v
		}
	}
	return best
}

// at returns the value at a calendar index, NaN outside.
func (v Vintage) at(index int) float64 { return valueAt(v.First, v.Values, index) }

// at returns the value at a calendar index, NaN outside.
func (s Series) at(index int) float64 { return valueAt(s.First, s.Values, index) }

func valueAt(first int, values []float64, index int) float64 {
	if i := index - first; i >= 0 && i < len(values) {
		return values[i]
	}
	return math.NaN()
}

// groups returns the groups of a series, never none.
func (s Series) groups() []string {
	if len(s.Groups) == 0 {
		return []string{"all"}
	}
	return s.Groups
}

// check refuses a panel that no model can read.
func (p Panel) check() error {
	if !slices.Contains([]int{1, 4, 12}, p.Frequency) {
		return fmt.Errorf("panel frequency is %d; allowed are 1, 4 and 12 periods a year", p.Frequency)
	}
	keys := make(map[string]bool, len(p.Series))
	for _, s := range p.Series {
		if keys[s.Key] {
			return fmt.Errorf("series %q is twice in the panel; make keys unique", s.Key)
		}
		keys[s.Key] = true
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

package forecasts

import "math"

// ownWeight is how many origins of a series' own errors weigh as much as the rule that
// they are what its spread says.
const ownWeight = 8

// ownErrors says how much larger than usual (above 1), or smaller, the errors of each
// series of a quarterly or monthly panel have been, in units of its spread:
//
//	factor = (mean of |e| / usual |e| at that horizon)^w,  w = O/(O + 8)
//
// over the O origins with a score, usual being the mean of the series of its kind. The
// spread of such a panel is the change from one year to the next. How that relates to
// the errors of a forecast differs from series to series: a steady trend has large
// changes and small errors. Radii that are pooled over both kinds are too wide for one
// and too narrow for the other. The power w is the usual shrinkage of a logarithm
// towards that of the others: few origins say little, and they overlap.
//
// At an origin only those errors count whose outcome lies outside the horizons it is to
// forecast, as it is at the panel's end: an error must not be part of its own unit.
//
// In yearly panels all factors are 1: spread (spread.go) is moderated there, and a
// handful of origins adds nothing to it.
//
// Source: the locally weighted residuals of Lei et al. (2018), JASA 113, section 5.2,
// with a shrunken estimate of their size as in spread.go.
type ownErrors struct {
	at  []float64 // by series and origin
	now []float64 // by series, at the panel's end
}

// ownErrors finds the factors from errors, in units of the spread, whose outcome was
// known at cutoff. Origins after it keep 1.
func (s *Scores) ownErrors(errors []float64, cutoff int) ownErrors {
	own := ownErrors{at: flat(1, len(s.scale)), now: flat(1, len(s.panel.Series))}
	if s.panel.Frequency == 1 {
		return own
	}
	sizes := make([]float64, len(errors))
	for c, e := range errors {
		sizes[c] = math.Abs(e)
	}
	usual := s.byHorizon(sizes, cutoff)
	for i, series := range s.panel.Series {
		like := usual[series.block()]
		for o, origin := range s.Origins {
			if origin <= cutoff {
				own.at[i*len(s.Origins)+o] = s.ownFactor(i, errors, like, cutoff, origin)
			}
		}
		own.now[i] = s.ownFactor(i, errors, like, cutoff, s.panel.Last())
	}
	return own
}

// byHorizon is the mean of values by kind of series and horizon, of the cells whose
// outcome was known at cutoff.
func (s *Scores) byHorizon(values []float64, cutoff int) map[string][]average {
	out := make(map[string][]average)
	for i, series := range s.panel.Series {
		block := series.block()
		if out[block] == nil {
			out[block] = make([]average, s.Horizon)
		}
		of := out[block]
		s.knownCells(i, cutoff, func(_, c int) {
			if finite(values[c]) {
				of[c%s.Horizon].add(values[c])
			}
		})
	}
	return out
}

// ownFactor is the factor of series i for forecasts made at a period; 1 without an
// error above 0.
func (s *Scores) ownFactor(i int, errors []float64, usual []average, cutoff, made int) float64 {
	var ratio average
	origins, newest := 0.0, -1
	s.knownCells(i, cutoff, func(o, c int) {
		h := c % s.Horizon
		outcome := s.Origins[o] + h + 1
		within := outcome > made && outcome <= made+s.Horizon
		if within || !finite(errors[c]) || !(usual[h].mean() > 0) {
			return
		}
		ratio.add(math.Abs(errors[c]) / usual[h].mean())
		if o != newest {
			newest = o
			origins++
		}
	})
	if ratio.n == 0 || !(ratio.mean() > 0) {
		return 1
	}
	return math.Pow(ratio.mean(), origins/(origins+ownWeight))
}

// inUnits turns errors in units of the spread into units of spread times factor.
func (s *Scores) inUnits(errors []float64, own ownErrors) []float64 {
	out := blank(len(errors))
	s.each(func(i, o, _, c int) { out[c] = errors[c] / own.at[i*len(s.Origins)+o] })
	return out
}

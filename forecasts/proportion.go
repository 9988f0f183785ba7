package forecasts

import "math"

const (
	// mostProportion is the most times its level that a point counts as, and its inverse
	// the least.
	mostProportion = 8
	// priorProportion is what the rule that errors do not depend on the level weighs, in
	// sums of squares of its logarithm.
	priorProportion = 20
)

// proportions says how the errors of a quarterly or monthly panel grow with the level that
// was forecast. In the month with the most visitors errors are larger than in the one with
// the fewest; with one radius for all, intervals are too wide in the one and too narrow in
// the other. Errors are comparable over the year in units of
//
//	spread × (|point|/level)^g
//
// level being the mean size of the last year. g is a slope by least squares of y =
// log|error| on x = log(|point|/level), over the errors of the series of a kind,
//
//	g = Σ (x − x̄)(y − ȳ) / (Σ (x − x̄)² + 20),  at least 0 and at most 1
//
// y being less the mean of its horizon, and x̄ and ȳ the means of the same series and
// origin, so that neither the size of a series nor the horizon counts as level. Where the
// level makes no difference g is 0; where errors are shares of it, 1. No point counts as
// more than 8 times its level, or less than an eighth. In yearly panels g is 0: there is no
// season, and spread is of the same year.
//
// Source: Carroll and Ruppert (1988), Transformation and Weighting in Regression, sections
// 2.2 and 3.3 (a power of the mean; logarithms of absolute residuals).
type proportions struct {
	scores *Scores
	x, y   []float64 // by cell; y is NaN without an error other than 0
}

// powers holds g by kind of series.
type powers map[string]float64

// proportions reads what points missed by, errors being in units of the spread.
func (s *Scores) proportions(points, errors []float64) proportions {
	p := proportions{s, blank(len(points)), blank(len(points))}
	s.each(func(i, o, _, c int) {
		p.x[c] = logLevel(points[c], s.level[i*len(s.Origins)+o])
		if size := math.Abs(errors[c]); size > 0 && finite(p.x[c]) {
			p.y[c] = math.Log(size)
		}
	})
	return p
}

// logLevel is log(|point|/level) within its limits; NaN without a level above 0.
func logLevel(point, level float64) float64 {
	if !(level > 0) || !finite(point) {
		return math.NaN()
	}
	return math.Log(min(mostProportion, max(1.0/mostProportion, math.Abs(point)/level)))
}

// at finds g from errors whose outcome was known at cutoff.
func (p proportions) at(cutoff int) powers {
	s, sxx, sxy := p.scores, make(powers), make(powers)
	if s.panel.Frequency == 1 {
		return nil
	}
	cutoff = min(cutoff, s.panel.Last())
	usual := s.byHorizon(p.y, cutoff)
	for i, series := range s.panel.Series {
		block := series.block()
		like := usual[block]
		for o, origin := range s.Origins {
			var x, y average
			first := s.cell(i, o, 0)
			known := max(0, min(s.Horizon, cutoff-origin))
			for h := range known {
				if c := first + h; finite(p.y[c]) {
					x.add(p.x[c])
					y.add(p.y[c] - like[h].mean())
				}
			}
			for h := range known {
				if c := first + h; finite(p.y[c]) {
					dx := p.x[c] - x.mean()
					sxx[block] += dx * dx
					sxy[block] += dx * (p.y[c] - like[h].mean() - y.mean())
				}
			}
		}
	}
	g := make(powers)
	for block, xx := range sxx {
		g[block] = min(1, max(0, sxy[block]/(xx+priorProportion)))
	}
	return g
}

// levelFactor is (|point|/level)^g, x being the logarithm; 1 without one.
func levelFactor(g, x float64) float64 {
	if g > 0 && finite(x) {
		return math.Exp(g * x)
	}
	return 1
}

// factors are those of a path that continues series i from the panel's end.
func (s *Scores) factors(g powers, i int, path []float64) []float64 {
	out, power := make([]float64, len(path)), g[s.panel.Series[i].block()]
	for h, v := range path {
		out[h] = levelFactor(power, logLevel(v, s.levelNow[i]))
	}
	return out
}

// inUnits turns errors in units of the spread into units of spread times factor.
func (p proportions) inUnits(errors []float64, g powers) []float64 {
	out := make([]float64, 0, len(errors))
	for _, series := range p.scores.panel.Series {
		power := g[series.block()]
		for range len(p.scores.Origins) * p.scores.Horizon {
			c := len(out)
			out = append(out, errors[c]/levelFactor(power, p.x[c]))
		}
	}
	return out
}

// levelsAt is the mean size of the last year's values of each series at the end of a
// period; NaN without any.
func (s *Scores) levelsAt(last int) []float64 {
	then := s.panel.At(last)
	out := blank(len(then.Series))
	for i, series := range then.Series {
		y := newHistory(series, then.Frequency, last).y
		if len(y) == 0 {
			continue
		}
		var size average
		for _, v := range y[max(0, len(y)-then.Frequency):] {
			size.add(math.Abs(v))
		}
		out[i] = size.mean()
	}
	return out
}

package forecasts

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// fewestSpreads is the fewest series from which a relation between level and step size
// is read.
const fewestSpreads = 10

// A crossSection is what the series of one kind look like at one time.
type crossSection struct {
	step  []float64 // mean absolute step; NaN or 0 where there is none
	level []float64 // mean absolute value
	steps []int     // how many
}

// spreads returns the step size of each series, moderated by those of the others:
//
//	log spread² = w·log step² + (1 − w)·(a + b·log level),  w = τ²/(τ² + v(d))
//
// with log step² freed of its bias. Four or ten steps say little of a series' own
// variability: by chance some are tiny, and errors in units of them are huge, so that a
// pooled radius is too wide for all others. v(d) = trigamma(d/2) is the variance of the
// logarithm of a mean of d squares. a and b (between 0, steps do not depend on the
// level, and 2, they are proportional to it) are least squares over the series, and
// τ² is what their variance around that line is beyond the mean v(d): how much the
// series truly differ. Where they differ by chance alone, such as counts of persons in
// services, w is 0; where they have little in common it is near 1.
//
// Series without a step above 0 are left as they are, and so are all when fewer than
// ten have one. Units: those of the series, which must have one in common.
//
// Source: Smyth (2004), Linear models and empirical Bayes methods, Statistical
// Applications in Genetics and Molecular Biology 3(1), article 3, section 6.2, with the
// trend of Law et al. (2014), Genome Biology 15:R29, and a lognormal prior instead of
// an inverse χ², which lets series that truly differ keep their own.
func (c crossSection) spreads() []float64 {
	out := append([]float64(nil), c.step...)
	var at []int
	var x, y, noise []float64
	for i, step := range c.step {
		if d := float64(c.steps[i]); step > 0 && c.level[i] > 0 {
			at, x = append(at, i), append(x, math.Log(c.level[i]))
			y = append(y, 2*math.Log(step)-logBias(d))
			noise = append(noise, mathext.Zeta(2, d/2))
		}
	}
	if len(at) < fewestSpreads {
		return out
	}
	fitted, variance := onLevel(x, y)
	differ := max(0, variance-mean(noise))
	for k, i := range at {
		w := differ / (differ + noise[k])
		out[i] = math.Exp((w*y[k] + (1-w)*fitted[k]) / 2)
	}
	return out
}

// logBias is the mean of log(χ²(d)/d).
func logBias(d float64) float64 { return mathext.Digamma(d/2) - math.Log(d/2) }

// onLevel fits y on x by least squares with a slope within 0 to 2, and returns the fitted
// values and the variance around them.
func onLevel(x, y []float64) (fitted []float64, variance float64) {
	mx, my := mean(x), mean(y)
	var sxx, sxy float64
	for k := range x {
		sxx += (x[k] - mx) * (x[k] - mx)
		sxy += (x[k] - mx) * (y[k] - my)
	}
	slope := 0.0
	if sxx > 0 {
		slope = min(2, max(0, sxy/sxx))
	}
	for k := range x {
		fitted = append(fitted, my+slope*(x[k]-mx))
		variance += (y[k] - fitted[k]) * (y[k] - fitted[k]) / float64(len(x)-2)
	}
	return fitted, variance
}

// spreadsAt returns the moderated step sizes at the end of a period, by series, from
// what was known then. Series that share the widest group moderate each other. Series
// without a group are not said to be of one kind, so they keep their own.
func (s *Scores) spreadsAt(last int) []float64 {
	then := s.panel.At(last)
	blocks := make(map[string][]int)
	for i, series := range then.Series {
		blocks[series.block()] = append(blocks[series.block()], i)
	}
	out := blank(len(then.Series))
	for _, name := range names(blocks) {
		var c crossSection
		for _, i := range blocks[name] {
			y := newHistory(then.Series[i], then.Frequency, last).y
			var level average
			for _, v := range y {
				level.add(math.Abs(v))
			}
			out[i] = stepSize(y, then.Frequency)
			c.step = append(c.step, out[i])
			c.level, c.steps = append(c.level, level.mean()), append(c.steps, len(y)-then.Frequency)
		}
		if len(then.Series[blocks[name][0]].Groups) == 0 {
			continue
		}
		for k, v := range c.spreads() {
			out[blocks[name][k]] = v
		}
	}
	return out
}

// block names the series that a series shares its widest group with: those of its kind.
func (s Series) block() string {
	groups := s.groups()
	return groups[len(groups)-1]
}

// spreads sets the moderated step sizes, and the levels, at every origin and at the
// panel's end.
func (s *Scores) spreads() {
	s.spread, s.level = blank(len(s.scale)), blank(len(s.scale))
	for o, origin := range s.Origins {
		spreads, levels := s.spreadsAt(origin), s.levelsAt(origin)
		for i := range spreads {
			if at := i*len(s.Origins) + o; finite(s.scale[at]) {
				s.spread[at], s.level[at] = spreads[i], levels[i]
			}
		}
	}
	s.now, s.levelNow = s.spreadsAt(s.panel.Last()), s.levelsAt(s.panel.Last())
}

// inSpreads turns scaled errors into units of the moderated step size.
func (s *Scores) inSpreads(scaled []float64) []float64 {
	out := blank(len(scaled))
	s.each(func(i, o, _, c int) {
		at := i*len(s.Origins) + o
		out[c] = scaled[c] * s.scale[at] / s.spread[at]
	})
	return out
}

package forecasts

import (
	"math"
	"testing"
)

// TestThetaBySearchOfR: with α and l[0] from the search that R makes, every series of
// these sets has R's points, to 1e-3 relative. So where theta and ses differ from R's it
// is the search that does, and nothing in the models.
func TestThetaBySearchOfR(t *testing.T) {
	level := perSeries{name: "ses", need: 3, path: adjusted(damping, func(y []float64, _, horizon int) []float64 {
		return flat(asRFits(y).level, horizon)
	})}
	lines := perSeries{name: "theta", need: 3, path: adjusted(classical, func(y []float64, _, horizon int) []float64 {
		return thetaLines(y, asRFits(y), horizon)
	})}
	for set, published := range map[string]string{
		"tourism_yearly.csv": "r_forecasts_tourism_YEARLY.csv.gz",
		"m1_yearly.csv":      "r_forecasts_m1_YEARLY.csv.gz",
	} {
		compareWithR(t, level, "ses", set, published, 0)
		compareWithR(t, lines, "thetaf", set, published, 0)
	}
	compareWithR(t, lines, "thetaf", "m1_quarterly.csv", "r_forecasts_m1_QUARTERLY.csv.gz", 0)
}

// asRFits smooths with the α and l[0] at which R's ets ends: by Nash's simplex on the
// mean square of the one-step errors, from α a fifth of the way up and l[0] the mean of
// the first ten values.
func asRFits(y []float64) levelFit {
	const lo, hi = 1e-4, 0.9999
	best := nash(func(p []float64) float64 {
		if p[0] < lo || p[0] > hi {
			return math.Inf(1)
		}
		return smoothed(y, p[0], p[1]).sse
	}, []float64{lo + 0.2*(hi-lo), mean(y[:min(10, len(y))])})
	return smoothed(y, best[0], best[1])
}

// smoothed is the fit at a given α and l[0], with the mean of squares, kept while running.
func smoothed(y []float64, alpha, start float64) levelFit {
	f := levelFit{alpha: alpha, start: start, level: start}
	for t, v := range y {
		e := v - f.level
		f.sse = (f.sse*float64(t) + e*e) / float64(t+1)
		f.level += alpha * e
	}
	return f
}

// nash is the simplex method as Nash has it and R's optim follows: it first steps by a
// tenth of the largest start in every direction, whatever the direction's own size, so
// that α often begins far outside its bounds; a corner that is better than the worst
// replaces it and the simplex still contracts; and it ends when all corners have values
// within √ε of each other, by the size of the first, or after 2,000 evaluations, with the
// corner that was best before the last step.
//
// Source: Nash (1990), Compact Numerical Methods for Computers, 2nd ed., algorithm 19.
func nash(f func(p []float64) float64, start []float64) []float64 {
	const big, most = 1e35, 2000
	tol := math.Sqrt(math.Nextafter(1, 2) - 1)
	s := nashSimplex{f: func(p []float64) float64 {
		if v := f(p); finite(v) {
			return v
		}
		return big
	}}
	s.begin(start)
	within := tol * (math.Abs(s.values[0]) + tol)
	for s.used <= most {
		low, high := s.extremes()
		if s.values[high] <= s.values[low]+within || !s.move(low, high) {
			break
		}
	}
	return s.corners[s.low]
}

type nashSimplex struct {
	f       func(p []float64) float64
	corners [][]float64
	values  []float64
	used    int
	size    float64 // of the simplex when it was last shrunk
	low     int     // the best corner when last looked
}

func (s *nashSimplex) at(p []float64) float64 { s.used++; return s.f(p) }

func (s *nashSimplex) begin(start []float64) {
	var step float64
	for _, x := range start {
		step = max(step, 0.1*math.Abs(x))
	}
	if step == 0 {
		step = 0.1
	}
	for k := range len(start) + 1 {
		p := append([]float64(nil), start...)
		if k > 0 {
			p[k-1] += step
			s.size += step
		}
		s.corners, s.values = append(s.corners, p), append(s.values, s.at(p))
	}
}

// extremes are the best and the worst corner; of equal ones the best stays.
func (s *nashSimplex) extremes() (low, high int) {
	low, high = s.low, s.low
	for k, v := range s.values {
		if v < s.values[low] {
			low = k
		}
		if v > s.values[high] {
			high = k
		}
	}
	s.low = low
	return low, high
}

// move replaces the worst corner or shrinks all towards the best; false where that made
// the simplex no smaller.
func (s *nashSimplex) move(low, high int) bool {
	n := len(s.corners) - 1
	middle := make([]float64, n)
	for k, p := range s.corners {
		for j := range middle {
			if k != high {
				middle[j] += p[j] / float64(n)
			}
		}
	}
	between := func(from, to []float64, t float64) []float64 {
		p := make([]float64, n)
		for j := range p {
			p[j] = (1-t)*from[j] + t*to[j]
		}
		return p
	}
	mirror := between(middle, s.corners[high], -1)
	reflected, worst := s.at(mirror), s.values[high]
	if reflected < s.values[low] {
		far := between(middle, mirror, 2)
		if v := s.at(far); v < reflected {
			s.corners[high], s.values[high] = far, v
		} else {
			s.corners[high], s.values[high] = mirror, reflected
		}
		return true
	}
	if reflected < worst {
		s.corners[high], s.values[high] = mirror, reflected
	}
	near := between(s.corners[high], middle, 0.5)
	if v := s.at(near); v < s.values[high] {
		s.corners[high], s.values[high] = near, v
		return true
	}
	return reflected < worst || s.shrink(low, between)
}

func (s *nashSimplex) shrink(low int, between func(from, to []float64, t float64) []float64) bool {
	var size float64
	for k := range s.corners {
		if k == low {
			continue
		}
		s.corners[k] = between(s.corners[low], s.corners[k], 0.5)
		s.values[k] = s.at(s.corners[k])
		for j, x := range s.corners[k] {
			size += math.Abs(x - s.corners[low][j])
		}
	}
	smaller := size < s.size
	s.size = size
	return smaller
}

package forecasts

import (
	"math"
	"slices"
)

// enoughScores is the fewest scores from which a 2.5 % tail on each side, and the
// 1 % beyond it, can be read with some steadiness.
const enoughScores = 99

// priorGrowth is the weight of √h against what the scores say of their growth.
const priorGrowth = 20

// calibrationYears is how many years of outcomes calibrate each horizon.
const calibrationYears = 4

// A calibration turns the absolute errors of a group, in units of each series' spread
// (spread.go), into the radius of an interval. For N scores r(1) <= ... <= r(N) the
// radius at level p is
//
//	r(k),  k = ⌈(N + 1) p⌉
//
// which covers a new score with probability p or more if it is exchangeable with
// them. Where k > N no radius is wide enough and the answer is NaN. A horizon with
// fewer than 99 scores uses those of all horizons, each divided by h^g, times h^g
// (growth). Radii do not fall with the horizon (isotonic regression), and beyond the
// longest horizon with a score they grow by √h.
//
// Source: Lei, G'Sell, Rinaldo, Tibshirani and Wasserman (2018), Distribution-free
// predictive inference for regression, JASA 113, sections 2.2 and 5.2 (split conformal,
// locally weighted).
type calibration struct {
	own    [][]float64 // by horizon-1, ascending
	growth float64     // g
	pooled []float64   // r/h^g, ascending
	series int
}

// calibrations collects, for every group, the scores whose outcome is known at
// cutoff: at each horizon those of the four newest years of outcomes. Older origins
// hold so few values that their spread is poor and their errors too wide.
func (s *Scores) calibrations(errors []float64, cutoff int) map[string]*calibration {
	oldest := min(cutoff, s.panel.Last()) - calibrationYears*s.panel.Frequency
	cals := make(map[string]*calibration)
	for i, series := range s.panel.Series {
		for _, g := range series.groups() {
			if cals[g] == nil {
				cals[g] = &calibration{own: make([][]float64, s.Horizon)}
			}
			known := false
			s.knownCells(i, cutoff, func(o, c int) {
				h := c % s.Horizon
				r := math.Abs(errors[c])
				if s.Origins[o]+h+1 > oldest && finite(r) {
					cals[g].own[h] = append(cals[g].own[h], r)
					known = true
				}
			})
			if known {
				cals[g].series++
			}
		}
	}
	for _, c := range cals {
		c.pool()
	}
	return cals
}

// pool puts the scores of all horizons together and in order.
func (c *calibration) pool() {
	c.growth = c.fitGrowth()
	for h, own := range c.own {
		for _, r := range own {
			c.pooled = append(c.pooled, r/c.root(h))
		}
		slices.Sort(own)
	}
	slices.Sort(c.pooled)
}

// root is h^g for the horizon h + 1.
func (c *calibration) root(h int) float64 { return math.Pow(float64(h+1), c.growth) }

// fitGrowth returns the power g of h that the mean score grows with: the slope of
// log(mean score) on log h, weighted by the number of scores, within 0 (a level that
// is known but for noise) to 1. It is drawn towards ½ (a random walk) with the weight
// of priorGrowth, for the scores of one year share its luck:
//
//	g = (Σ n (x − x̄)(y − ȳ) + 20·½) / (Σ n (x − x̄)² + 20),  x = log h, y = log mean
func (c *calibration) fitGrowth() float64 {
	var x, y, n []float64
	for h, own := range c.own {
		if m := mean(own); m > 0 {
			x, y, n = append(x, math.Log(float64(h+1))), append(y, math.Log(m)), append(n, float64(len(own)))
		}
	}
	var total, mx, my float64
	for k := range x {
		total, mx, my = total+n[k], mx+n[k]*x[k], my+n[k]*y[k]
	}
	sxx, sxy := float64(priorGrowth), float64(priorGrowth)/2
	for k := range x {
		sxx += n[k] * (x[k] - mx/total) * (x[k] - mx/total)
		sxy += n[k] * (x[k] - mx/total) * (y[k] - my/total)
	}
	return min(1, max(0, sxy/sxx))
}

// calibrator names the group that calibrates a series: the narrowest with
// minGroup series and 99 scores, else the widest.
func (s *Scores) calibrator(groups []string, cals map[string]*calibration) string {
	for _, g := range groups {
		if c := cals[g]; c != nil && c.series >= s.minGroup && len(c.pooled) >= enoughScores {
			return g
		}
	}
	return groups[len(groups)-1]
}

// top is the longest horizon with a score, 0 when there is none.
func (c *calibration) top() int {
	for h := len(c.own); h > 0; h-- {
		if len(c.own[h-1]) > 0 {
			return h
		}
	}
	return 0
}

// radii returns the radius at level p for horizons 1 to horizon. With clip, a
// level beyond the scores takes the largest of them instead of NaN.
func (c *calibration) radii(p float64, horizon int, clip bool) []float64 {
	top := c.top()
	if top == 0 {
		return blank(horizon)
	}
	radii, weights := make([]float64, top), make([]float64, top)
	for h := range radii {
		radii[h] = c.root(h) * radius(c.pooled, p, clip)
		if len(c.own[h]) >= enoughScores {
			radii[h] = radius(c.own[h], p, clip)
		}
		weights[h] = float64(max(1, len(c.own[h])))
	}
	isotonic(radii, weights)
	longest := radii[top-1]
	for h := top + 1; h <= horizon; h++ {
		radii = append(radii, longest*math.Sqrt(float64(h)/float64(top)))
	}
	return radii[:horizon]
}

// radius reads the ⌈(N+1)p⌉-th of ascending scores; 0 at p = 0.
func radius(scores []float64, p float64, clip bool) float64 {
	k := int(math.Ceil(float64(len(scores)+1)*p - 1e-9))
	if clip {
		k = min(k, len(scores))
	}
	switch {
	case k <= 0:
		return 0
	case k > len(scores):
		return math.NaN()
	}
	return scores[k-1]
}

// isotonic replaces xs by the nearest non-decreasing numbers in weighted least
// squares, by pooling adjacent violators. NaN anywhere leaves xs as it is.
//
// Source: Barlow, Bartholomew, Bremner and Brunk (1972), Statistical Inference
// under Order Restrictions, section 1.2.
func isotonic(xs, weights []float64) {
	type block struct {
		mean, weight float64
		n            int
	}
	var blocks []block
	for i, x := range xs {
		if math.IsNaN(x) {
			return
		}
		b := block{x, weights[i], 1}
		for len(blocks) > 0 && blocks[len(blocks)-1].mean > b.mean {
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			w := last.weight + b.weight
			b = block{(last.mean*last.weight + b.mean*b.weight) / w, w, last.n + b.n}
		}
		blocks = append(blocks, b)
	}
	i := 0
	for _, b := range blocks {
		for range b.n {
			xs[i] = b.mean
			i++
		}
	}
}

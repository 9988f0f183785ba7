package priority

import "math"

// A design is how respondents were drawn: strata, and units within them that
// answer alike (here each respondent is a unit of its own).
type design struct {
	stratum  []int     // per respondent
	unit     []int     // per respondent; nil when each is its own
	fraction []float64 // per stratum, the share of its units that answered
}

// weightedMean is ȳ = Σwy/Σw over the respondents with a y that is not NaN, and
// its standard error by linearisation:
//
//	z_i = w_i e_i / Σw, e the residuals of y − ȳ on the raked margins (0 where y is NaN)
//	var = Σ_h n_h/(n_h − 1) · (1 − f_h) · Σ_u (z_hu − z̄_h)²
//
// (Deville and Särndal 1992; R survey, svymean after rake). A stratum of one
// unit adds the square of its distance from the mean of all units' z, so that it
// is not taken for certain. A margin with slack (slacken) counts as met by the
// respondents alone, which makes the error a little too small; the replicates
// rake with the slack. NaN mean without answers, NaN error with one unit.
func weightedMean(y, w []float64, d design, targets []target) (mean, se float64) {
	sumW, sumY := 0.0, 0.0
	for i := range y {
		if !math.IsNaN(y[i]) {
			sumW += w[i]
			sumY += w[i] * y[i]
		}
	}
	mean = sumY / sumW
	e := make([]float64, len(y))
	for i := range y {
		if !math.IsNaN(y[i]) {
			e[i] = y[i] - mean
		}
	}
	residuals(e, targets)
	for i := range e {
		e[i] *= w[i] / sumW
	}
	return mean, math.Sqrt(d.variance(e))
}

// residuals takes out of e, margin by margin, the mean of each level, until it
// changes no more: the projection on the margins' levels.
func residuals(e []float64, targets []target) {
	for range 200 {
		most := 0.0
		for _, t := range targets {
			sums, counts := make([]float64, len(t.share)), make([]float64, len(t.share))
			for i, l := range t.level {
				if l >= 0 {
					sums[l] += e[i]
					counts[l]++
				}
			}
			for i, l := range t.level {
				if l >= 0 {
					e[i] -= sums[l] / counts[l]
				}
			}
			for l := range sums {
				if counts[l] > 0 {
					most = max(most, math.Abs(sums[l]/counts[l]))
				}
			}
		}
		if most < 1e-12 {
			return
		}
	}
}

// variance is that of the sum of z over the design.
func (d design) variance(z []float64) float64 {
	strata := make([]map[int]float64, len(d.fraction))
	for h := range strata {
		strata[h] = map[int]float64{}
	}
	for i := range z {
		u := i
		if d.unit != nil {
			u = d.unit[i]
		}
		strata[d.stratum[i]][u] += z[i]
	}
	all, units := 0.0, 0.0
	for _, s := range strata {
		for _, u := range sortedKeys(s) { // a fixed order of addition
			all += s[u]
			units++
		}
	}
	if units < 2 {
		return math.NaN()
	}
	sum := 0.0
	for h, s := range strata {
		sum += (1 - d.fraction[h]) * spread(s, all/units)
	}
	return sum
}

// spread is n/(n−1) · Σ (z − z̄)², for one unit its square around the centre.
func spread(s map[int]float64, centre float64) float64 {
	n, mean, sum := float64(len(s)), 0.0, 0.0
	for _, u := range sortedKeys(s) {
		mean += s[u] / n
	}
	if len(s) == 1 {
		return (mean - centre) * (mean - centre)
	}
	for _, u := range sortedKeys(s) {
		sum += (s[u] - mean) * (s[u] - mean)
	}
	if n == 0 {
		return 0
	}
	return n / (n - 1) * sum
}

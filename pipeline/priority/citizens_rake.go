package priority

import "math"

const (
	rakeLimit     = 1e-10
	rakeMost      = 1000
	trimLow, trim = 1.0 / 3, 3.0
)

// rake changes the weights in place until each margin's weighted shares are
// those of the population: margin by margin, w_i ← w_i · T_l / Σ_{i'∈l} w_i'
// (Deming and Stephan 1940), until no level differs by more than 1e-10 of its
// target within a sweep, at most 1000 sweeps. worst names the margin that
// differed most in the last sweep and converged is false if it still did.
//
// T_l is the level's share of the weight of all whose level is known: a margin
// shifts weight between its levels only, so margins of different totals, and
// respondents of unknown level, do no harm. A level without weight has no
// target; the others share its part.
func rake(w []float64, targets []target) (sweeps int, worst string, converged bool) {
	for sweeps = 1; sweeps <= rakeMost; sweeps++ {
		most := 0.0
		for _, t := range targets {
			if diff := t.fit(w); diff > most {
				most, worst = diff, t.name
			}
		}
		if most < rakeLimit {
			return sweeps, worst, true
		}
	}
	return rakeMost, worst, false
}

// fit meets one margin and returns how far it was off.
func (t target) fit(w []float64) float64 {
	sums := make([]float64, len(t.share))
	known, shares := 0.0, 0.0
	for i, l := range t.level {
		if l >= 0 {
			sums[l] += w[i]
			known += w[i]
		}
	}
	for l, s := range sums {
		if s > 0 {
			shares += t.share[l]
		}
	}
	most := 0.0
	factor := make([]float64, len(sums))
	for l, s := range sums {
		factor[l] = 1
		if s > 0 && t.share[l] > 0 {
			factor[l] = known * t.share[l] / shares / s
			most = max(most, math.Abs(1/factor[l]-1))
		}
	}
	for i, l := range t.level {
		if l >= 0 {
			w[i] *= factor[l]
		}
	}
	return most
}

// weighting is the whole way from design weights to final ones: rake, trim to
// [1/3, 3] of the mean weight, rake once more. Weights of 0 (persons whom a
// replicate leaves out) stay 0. trimmed is the share of the others.
func weighting(w []float64, targets []target) (sweeps int, trimmed float64, worst string, converged bool) {
	sweeps, worst, converged = rake(w, targets)
	if !converged {
		return sweeps, 0, worst, false
	}
	trimmed = trimWeights(w)
	if trimmed > 0 {
		_, worst, converged = rake(w, targets)
	}
	return sweeps, trimmed, worst, converged
}

func trimWeights(w []float64) (share float64) {
	sum, n, cut := 0.0, 0.0, 0.0
	for _, x := range w {
		if x > 0 {
			sum += x
			n++
		}
	}
	mean := sum / n
	for i, x := range w {
		if x > 0 && (x < trimLow*mean || x > trim*mean) {
			w[i] = min(max(x, trimLow*mean), trim*mean)
			cut++
		}
	}
	if n == 0 {
		return 0
	}
	return cut / n
}

// kish is the design effect of unequal weights, 1 + cv²(w), and the number of
// equally weighted answers of the same precision, (Σw)²/Σw² (Kish 1965). NaN
// for no weight.
func kish(w []float64) (deff, neff float64) {
	sum, squares, n := 0.0, 0.0, 0.0
	for _, x := range w {
		if x > 0 {
			sum += x
			squares += x * x
			n++
		}
	}
	neff = sum * sum / squares
	return n / neff, neff
}

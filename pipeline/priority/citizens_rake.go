package priority

import (
	"math"
	"slices"
)

const (
	rakeLimit     = 1e-10
	rakeMost      = 1000
	rakeWindow    = 50 // sweeps between looks at the pace
	trimLow, trim = 1.0 / 3, 3.0
)

// rake changes the weights in place until each margin's weighted shares are
// those of the population: margin by margin, w_i ← w_i · T_l / Σ_{i'∈l} w_i'
// (Deming and Stephan 1940), until no level differs by more than 1e-10 of its
// target within a sweep, at most 1000 sweeps. worst names the margins
// that differed most in the last sweep and converged is false if it still did, or
// would have at the pace of the last sweeps (see hopeless).
//
// T_l is the level's share of the weight of all whose level is known: a margin
// shifts weight between its levels only, so margins of different totals, and
// respondents of unknown level, do no harm. A level without weight has no
// target; the others share its part.
func rake(w []float64, targets []target) (sweeps int, worst []string, converged bool) {
	r := newRaker(w, targets)
	defer r.write(w)
	before := math.Inf(1)
	for sweeps = 1; sweeps <= rakeMost; sweeps++ {
		off := r.sweep()
		most := math.Log1p(slices.Max(append(off, 0)))
		worst = furthest(targets, off)
		if most < rakeLimit {
			return sweeps, worst, true
		}
		if sweeps%rakeWindow == 0 {
			if hopeless(before, most, sweeps) {
				return sweeps, worst, false
			}
			before = most
		}
	}
	return rakeMost, worst, false
}

// furthest names the margins that are off by most, within a hundredth: two that
// contradict are off by the same, but for rounds not gone to the end. None when
// none is off.
func furthest(targets []target, off []float64) (names []string) {
	for k, t := range targets {
		if off[k] > 0 && math.Log1p(off[k]) >= 0.99*math.Log1p(slices.Max(off)) {
			names = append(names, t.name)
		}
	}
	return names
}

// hopeless tells whether the limit is out of reach at the pace of the last
// window. Raking converges linearly where the margins can be met together and
// its pace only slows down, so extrapolating is kind; 100 times the limit is
// allowed on top.
func hopeless(before, now float64, sweeps int) bool {
	windows := float64(rakeMost-sweeps) / rakeWindow
	return !math.IsInf(before, 1) && now*math.Pow(now/before, windows) > 100*rakeLimit
}

// weighting is the whole way from design weights to final ones: rake, trim to
// [1/3, 3] of the mean weight, rake once more. Weights of 0 (persons whom a
// replicate leaves out) stay 0. trimmed is the share of the others. Without
// convergence the weights are those of the last round: they meet the last margin
// and the others nearly.
func weighting(w []float64, targets []target) (sweeps int, trimmed float64, worst []string, converged bool) {
	sweeps, worst, converged = rake(w, targets)
	trimmed = trimWeights(w)
	if trimmed > 0 && converged {
		_, worst, converged = rake(w, targets)
	} else if trimmed > 0 {
		rake(w, targets)
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

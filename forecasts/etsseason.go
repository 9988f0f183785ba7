package forecasts

import (
	"math"
	"slices"
)

// A seasonalForm is exponential smoothing with a season of m periods, s being the
// season's state of a period a year before:
//
//	additive        base = l + φ b;  μ = base + s;  e = y − μ
//	                l' = base + α e;  b' = φ b + β e;  s' = s + γ e
//	multiplicative  base = l + φ b;  μ = base · s;  e = y − μ, relative error e/μ
//	                l' = base + α e/s;  b' = φ b + β e/s;  s' = s + γ e/base
//
// Without a trend φ and b are 0, with an undamped one φ is 1.
type seasonalForm struct {
	m              int
	trend          trendKind
	multiplicative bool
}

type trendKind int

const (
	noTrend trendKind = iota
	fullTrend
	dampedTrend
)

// seasonalForms fits every form that the values allow.
func seasonalForms(y []float64, m int, relative bool) []etsFit {
	var fits []etsFit
	for _, multiplicative := range []bool{false, true} {
		for trend := noTrend; trend <= dampedTrend; trend++ {
			form := seasonalForm{m: m, trend: trend, multiplicative: multiplicative}
			if (relative || !multiplicative) && form.parameters() < len(y)-1 {
				fits = append(fits, form.fit(y))
			}
		}
	}
	return fits
}

// parameters counts smoothing parameters, free first states and the variance.
func (f seasonalForm) parameters() int {
	return f.m + []int{3, 5, 6}[f.trend]
}

// box holds α, γ/(1−α), β/α and φ.
func (f seasonalForm) box() box {
	return box{
		dim: []int{2, 3, 4}[f.trend],
		lo:  point{leastAlpha, leastAlpha, 0, leastPhi},
		hi:  point{mostAlpha, mostAlpha, mostShare(f.m), mostPhi},
	}
}

// smoothing turns a point of the box into parameters.
func (f seasonalForm) smoothing(p point) (alpha, betaValue, gamma, phi float64) {
	alpha, gamma = p[0], p[1]*(1-p[0])
	switch f.trend {
	case fullTrend:
		return alpha, beta(alpha, p[2]), gamma, 1
	case dampedTrend:
		return alpha, beta(alpha, p[2]), gamma, p[3]
	}
	return alpha, 0, gamma, 0
}

// run smooths y in place of the state x = (l, b, s[0..m−1]) and stores the errors
// that the deviance squares. It returns the deviance, +Inf where a multiplicative
// form meets a level, season or μ that is not above 0.
func (f seasonalForm) run(y []float64, p point, x, errors []float64) float64 {
	alpha, betaValue, gamma, phi := f.smoothing(p)
	level, b, s := x[0], x[1], x[2:]
	logs, product, sum := 0.0, 1.0, 0.0
	k := 0
	for t, v := range y {
		base := level + phi*b
		if f.multiplicative {
			mu := base * s[k]
			if !(base > 0 && s[k] > 0 && mu > 0) {
				return math.Inf(1)
			}
			e := v - mu
			level, b = base+alpha*e/s[k], phi*b+betaValue*e/s[k]
			s[k] += gamma * e / base
			errors[t] = e / mu
			if product *= mu; product > 1e200 || product < 1e-200 {
				logs, product = logs+math.Log(product), 1
			}
		} else {
			e := v - base - s[k]
			level, b = base+alpha*e, phi*b+betaValue*e
			s[k] += gamma * e
			errors[t] = e
		}
		sum += errors[t] * errors[t]
		if k++; k == f.m {
			k = 0
		}
	}
	x[0], x[1] = level, b
	if !f.multiplicative {
		return additiveDeviance(y, sum)
	}
	n := float64(len(y))
	return n*math.Log(max(sum, perfect*n)) + 2*(logs+math.Log(product))
}

// rounds is how often smoothing parameters and first states are improved in turn.
const rounds = 3

// fit improves parameters by a simplex and first states by Gauss-Newton steps, in
// turn, from the states of classical decomposition.
func (f seasonalForm) fit(y []float64) etsFit {
	first := f.firstStates(y)
	state, errors := make([]float64, len(first)), make([]float64, len(y))
	at := func(p point) float64 {
		copy(state, first)
		return f.run(y, p, state, errors)
	}
	best, deviance := f.start(at)
	for range rounds {
		before := deviance
		best, deviance = f.box().simplex(at, best, point{0.1, 0.1, 0.1 * mostShare(f.m), 0.03}, 25*f.box().dim)
		deviance = f.improveStates(y, best, first, deviance)
		if before-deviance < 0.01 {
			break
		}
	}
	at(best)
	_, _, _, phi := f.smoothing(best)
	return etsFit{deviance: deviance, k: f.parameters(), extend: func(horizon int) []float64 {
		return f.extend(slices.Clone(state), phi, len(y), horizon)
	}}
}

// start is the best of a few points.
func (f seasonalForm) start(at func(p point) float64) (best point, least float64) {
	best, least = point{0.2, 0.05, 0.05 * mostShare(f.m), 0.95}, math.Inf(1)
	for _, alpha := range []float64{0.05, 0.3, 0.7} {
		for _, gamma := range []float64{0.02, 0.3} {
			p := point{alpha, gamma, 0.05 * mostShare(f.m), 0.95}
			if v := at(p); v < least {
				best, least = p, v
			}
		}
	}
	return best, least
}

// firstStates takes seasons from classical decomposition and level and slope from
// the straight line through the first ten values, or two years, without them.
func (f seasonalForm) firstStates(y []float64) []float64 {
	factors, _ := factorsOf(y, f.m, f.multiplicative)
	adjusted := season{factors, f.multiplicative}.remove(y)
	early := adjusted[:min(len(y), max(10, 2*f.m))]
	x := append([]float64{mean(early), 0}, factors...)
	if f.trend != noTrend {
		x[1] = slope(early)
		x[0] -= x[1] * float64(len(early)+1) / 2
	}
	return x
}

// extend continues from the state after n values.
func (f seasonalForm) extend(x []float64, phi float64, n, horizon int) []float64 {
	path := trendFit{level: x[0], b: x[1], phi: phi}.path(horizon)
	return season{x[2:], f.multiplicative}.restore(path, n)
}

package forecasts

import "math"

// ets is exponential smoothing. For yearly series it takes the form with the least
// corrected information criterion,
//
//	AICc = −2 log L + 2k + 2k(k+1)/(n−k−1)
//	−2 log L = n log Σε[t]²  (+ 2 Σ log μ[t] where errors are relative)
//
// k being smoothing parameters, first states and the variance. For others the path is
// a mean over the forms, weighed by it (weights.go): a season takes so many states that
// the criterion of a history of a few years says little of the form. Errors are additive
// or relative (then all values and μ must be above 0), the trend none, additive or
// damped; quarterly and monthly histories may have a season, additive with additive
// errors or multiplicative with relative ones. So there are six forms for yearly
// series and twelve for others: (A|M,N|A|Ad,N), (A,N|A|Ad,A), (M,N|A|Ad,M). A form
// with n − k − 1 < 1 is left out; (A,N,N) stands in where none is left.
//
// It needs 5 values. A constant history stays constant.
//
// Source: Hyndman, Koehler, Ord and Snyder (2008), sections 2.5, 5.1 and 7; Kolassa
// (2011), Combining exponential smoothing forecasts using Akaike weights,
// International Journal of Forecasting 27, 238-251.
var ets Model = perSeries{
	name: "ets",
	need: 5,
	path: func(h history, horizon int) ([]float64, error) {
		return etsPath(h.y, h.frequency, horizon, positive(h.y)), nil
	},
}

// An etsFit is one fitted form.
type etsFit struct {
	deviance float64 // −2 log L without constants
	k        int
	extend   func(horizon int) []float64
}

// aicc is +Inf where the history is too short for the form.
func (f etsFit) aicc(n int) float64 {
	left := n - f.k - 1
	if left < 1 {
		return math.Inf(1)
	}
	return f.deviance + 2*float64(f.k) + 2*float64(f.k*(f.k+1))/float64(left)
}

// etsPath takes the best form of a yearly series, among equals the simplest, which
// comes first; of others the weighed mean. Without relative, forms with relative errors
// are left out.
func etsPath(y []float64, m, horizon int, relative bool) []float64 {
	fits := levelForms(y, m, relative)
	if m > 1 && len(y) > 2*m {
		fits = append(fits, seasonalForms(y, m, relative)...)
	}
	if m > 1 {
		return etsMean(fits, len(y), horizon)
	}
	best := fits[0]
	for _, f := range fits[1:] {
		if f.aicc(len(y)) < best.aicc(len(y)) {
			best = f
		}
	}
	return best.extend(horizon)
}

// etsMean weighs the paths of all forms that have a criterion.
func etsMean(fits []etsFit, n, horizon int) []float64 {
	var forms []weighed
	for _, f := range fits {
		if a := f.aicc(n); !math.IsInf(a, 1) {
			forms = append(forms, weighed{a, f.extend(horizon)})
		}
	}
	return averagePath(forms, horizon)
}

// levelForms fits the forms without season.
func levelForms(y []float64, m int, relative bool) []etsFit {
	forms := []etsFit{levelForm(y, relative)}
	if len(y) >= 7 {
		forms = append(forms, trendForm(y, m, false, relative))
	}
	if len(y) >= 8 {
		forms = append(forms, trendForm(y, m, true, relative))
	}
	return forms
}

// levelForm is the better of (A,N,N) and (M,N,N): both have the same recursion and
// number of parameters, so the deviance decides.
func levelForm(y []float64, relative bool) etsFit {
	f := fitLevel(y)
	fit := etsFit{deviance: additiveDeviance(y, f.sse), k: 3}
	level := f.level
	if relative {
		b := box{dim: 2, lo: point{leastAlpha, -1e6}, hi: point{mostAlpha, 1e6}}
		unit := stateUnit(y)
		at := func(p point) (float64, trendFit) {
			return relativeDeviance(y, trendFit{alpha: p[0], phi: 0, startLevel: f.start + p[1]*unit})
		}
		best, deviance := b.simplex(func(p point) float64 { v, _ := at(p); return v },
			point{f.alpha, 0}, point{0.1, 0.3}, 60)
		if deviance < fit.deviance {
			_, end := at(best)
			fit.deviance, level = deviance, end.level
		}
	}
	fit.extend = func(horizon int) []float64 { return flat(level, horizon) }
	return fit
}

// trendForm is the better of additive and relative errors with a trend.
func trendForm(y []float64, m int, damp, relative bool) etsFit {
	f := fitTrend(y, m, damp)
	fit := etsFit{deviance: additiveDeviance(y, f.sse), k: 5}
	b, unit := box{dim: 4}, stateUnit(y)
	b.lo, b.hi = point{leastAlpha, 0, -1e6, -1e6, leastPhi}, point{mostAlpha, mostShare(m), 1e6, 1e6, mostPhi}
	if damp {
		fit.k, b.dim = 6, 5
	}
	if relative {
		at := func(p point) (float64, trendFit) {
			start := trendFit{alpha: p[0], beta: beta(p[0], p[1]), phi: 1, startLevel: f.startLevel + p[2]*unit, startB: f.startB + p[3]*unit}
			if damp {
				start.phi = p[4]
			}
			return relativeDeviance(y, start)
		}
		best, deviance := b.simplex(func(p point) float64 { v, _ := at(p); return v },
			point{f.alpha, f.beta / f.alpha, 0, 0, f.phi}, point{0.1, 0.1 * mostShare(m), 0.3, 0.1, 0.03}, 120)
		if deviance < fit.deviance {
			fit.deviance = deviance
			_, f = at(best)
		}
	}
	fit.extend = f.path
	return fit
}

// stateUnit is the size of steps in which first states are searched: the mean
// absolute change, 1 for a constant history.
func stateUnit(y []float64) float64 {
	if unit := stepSize(y, 1); unit > 0 {
		return unit
	}
	return 1
}

// perfect is what the mean squared error is floored at, as a share of the mean
// square of the values: below it a fit is exact but for rounding.
const perfect = 1e-20

// additiveDeviance is n log Σe².
func additiveDeviance(y []float64, sse float64) float64 {
	var square float64
	for _, v := range y {
		square += v * v
	}
	return float64(len(y)) * math.Log(max(sse, perfect*square, math.SmallestNonzeroFloat64))
}

// relativeDeviance is n log Σ(e/μ)² + 2 Σ log μ, with the states after the last
// value; +Inf when a μ is not above 0.
func relativeDeviance(y []float64, f trendFit) (float64, trendFit) {
	f.level, f.b = f.startLevel, f.startB
	product, logs, sum := 1.0, 0.0, 0.0
	for _, v := range y {
		mu := f.level + f.phi*f.b
		if !(mu > 0) {
			return math.Inf(1), f
		}
		e := v - mu
		f.level, f.b = mu+f.alpha*e, f.phi*f.b+f.beta*e
		e /= mu
		sum += e * e
		if product *= mu; product > 1e200 || product < 1e-200 {
			logs += math.Log(product)
			product = 1
		}
	}
	n := float64(len(y))
	return n*math.Log(max(sum, perfect*n)) + 2*(logs+math.Log(product)), f
}

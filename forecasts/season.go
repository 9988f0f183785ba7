package forecasts

import "math"

// How seasonal factors are used by adjusted.
type factoring int

const (
	classical factoring = iota // as estimated
	damping                    // drawn towards no season by what their noise deserves
)

// adjusted makes a model of a function that knows no season. Quarterly and monthly
// histories that pass the test of seasonality are divided by seasonal factors (less
// them, where a value is 0 or below), continued, and given their season back.
// Yearly ones are continued as they are.
func adjusted(how factoring, path func(y []float64, m, horizon int) []float64) func(history, int) ([]float64, error) {
	return func(h history, horizon int) ([]float64, error) {
		s := seasonOf(h.y, h.frequency, positive(h.y), how)
		return s.restore(path(s.remove(h.y), h.frequency, horizon), len(h.y)), nil
	}
}

// A season is what classical decomposition found; no factors mean none.
type season struct {
	factors        []float64 // by place in the year, from the history's first value
	multiplicative bool
}

// seasonOf tests for a season and estimates it.
func seasonOf(y []float64, m int, multiplicative bool, how factoring) season {
	if m == 1 || !isSeasonal(y, m) {
		return season{}
	}
	s := season{multiplicative: multiplicative}
	var noise float64
	s.factors, noise = factorsOf(y, m, multiplicative)
	if multiplicative {
		for _, f := range s.factors {
			if f < 1e-4 {
				return season{}
			}
		}
	}
	if how == damping {
		s.damp(noise)
	}
	return s
}

// isSeasonal tests at 90 % whether the autocorrelation at lag m is above 0:
//
//	|r[m]| > 1.645 sqrt( (1 + 2 Σ r[k]², k = 1..m−1)/n )
//
// False up to two years, and for a constant history.
//
// Source: Assimakopoulos and Nikolopoulos (2000), section 3, as in the M4
// competition and R's thetaf.
func isSeasonal(y []float64, m int) bool {
	n := len(y)
	if n <= 2*m {
		return false
	}
	average := mean(y)
	at := func(lag int) float64 {
		var sum float64
		for t := lag; t < n; t++ {
			sum += (y[t] - average) * (y[t-lag] - average)
		}
		return sum
	}
	variance := at(0)
	if !(variance > 0) {
		return false
	}
	sum := 1.0
	for k := 1; k < m; k++ {
		r := at(k) / variance
		sum += 2 * r * r
	}
	return math.Abs(at(m)/variance) > 1.6448536269514722*math.Sqrt(sum/float64(n))
}

// factorsOf is classical decomposition: the mean ratio (difference) to the centred
// moving average of a year, by place in the year, scaled to mean 1 (0). Noise is the
// mean squared standard error of the factors. It needs more than two years.
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd
// ed., section 3.4.
func factorsOf(y []float64, m int, multiplicative bool) (factors []float64, noise float64) {
	sum, square, count := make([]float64, m), make([]float64, m), make([]float64, m)
	half := m / 2
	for t := half; t+half < len(y); t++ {
		level := centred(y[t-half:t+half+1], m)
		v := y[t] - level
		if multiplicative {
			v = y[t] / level
		}
		sum[t%m] += v
		square[t%m] += v * v
		count[t%m]++
	}
	factors = make([]float64, m)
	for i, n := range count {
		factors[i] = sum[i] / n
		if n > 1 {
			noise += max(0, square[i]/n-factors[i]*factors[i]) / (n - 1) / float64(m)
		}
	}
	centre := mean(factors)
	for i := range factors {
		if multiplicative {
			factors[i] /= centre
		} else {
			factors[i] -= centre
		}
	}
	return factors, noise
}

// centred is the moving average of m periods around the middle of a window: of m values
// where m is odd, of m + 1 where it is even, the outer two counting half. It needs m > 1.
func centred(window []float64, m int) float64 {
	end := len(window) - 1
	sum := window[0] + window[end]
	if m%2 == 0 {
		sum /= 2
	}
	for _, v := range window[1:end] {
		sum += v
	}
	return sum / float64(m)
}

// damp shrinks factors towards none with the weight of James and Stein,
//
//	W = (m−3)/(m−1) · V/(V + A),  V + A = Σ(f − none)²/(m−1),  at most 1
//
// V being the noise: what looks like a season in a short history is partly chance.
//
// Source: Miller and Williams (2003), Shrinkage estimators of time series seasonal
// factors, International Journal of Forecasting 19, section 2.
func (s season) damp(noise float64) {
	none := 0.0
	if s.multiplicative {
		none = 1
	}
	m := float64(len(s.factors))
	var spread float64
	for _, f := range s.factors {
		spread += (f - none) * (f - none) / (m - 1)
	}
	if !(spread > 0) {
		return
	}
	keep := 1 - min(1, max(0, (m-3)/(m-1))*noise/spread)
	for i, f := range s.factors {
		s.factors[i] = none + keep*(f-none)
	}
}

// remove takes the season out of a history.
func (s season) remove(y []float64) []float64 {
	if s.factors == nil {
		return y
	}
	out := make([]float64, len(y))
	for t, v := range y {
		if f := s.factors[t%len(s.factors)]; s.multiplicative {
			out[t] = v / f
		} else {
			out[t] = v - f
		}
	}
	return out
}

// restore puts the season into a path that follows n values, in place.
func (s season) restore(path []float64, n int) []float64 {
	if s.factors == nil {
		return path
	}
	for i := range path {
		if f := s.factors[(n+i)%len(s.factors)]; s.multiplicative {
			path[i] *= f
		} else {
			path[i] += f
		}
	}
	return path
}

// positive reports whether all values are above 0.
func positive(y []float64) bool {
	for _, v := range y {
		if v <= 0 {
			return false
		}
	}
	return true
}

package forecasts

import "gonum.org/v1/gonum/mat"

// A temporalLevel is a forecast in periods of k of the history's, k a divisor of the
// year: for each the mean of its k, whole years of them.
type temporalLevel struct {
	k    int
	path []float64
}

// divisors lists the divisors of a year of m periods, the smallest first.
func divisors(m int) []int {
	var ks []int
	for k := 1; k <= m; k++ {
		if m%k == 0 {
			ks = append(ks, k)
		}
	}
	return ks
}

// blocks returns the means of every k values, the last block ending with the last value;
// the oldest values that fill no block are left out.
func blocks(y []float64, k int) []float64 {
	out := make([]float64, 0, len(y)/k)
	for t := len(y) % k; t < len(y); t += k {
		out = append(out, mean(y[t:t+k]))
	}
	return out
}

// agree returns the forecast of single periods, in whole years of m, that comes nearest to
// the forecasts of all levels at once: generalised least squares with structural scaling,
// by which the sum of k periods has k times the error variance of one. With f[k] the
// forecast means at level k, b makes least
//
//	Σ over levels and their periods of (sum of b − k f[k])²/k
//
// Its normal equations are, for each year, P[k] putting the mean of its block in the place
// of each period,
//
//	(Σ P[k]) b = Σ (f[k], repeated over the block)
//
// The first level must be that of single periods, k = 1, whose P is 1, so that there is one
// answer; others may be missing. Sums of b are the reconciled forecasts of the other
// levels. Forecasts that agree already stay as they are. The unit is that of the paths.
//
// Source: Athanasopoulos, Hyndman, Kourentzes and Petropoulos (2017), Forecasting with
// temporal hierarchies, European Journal of Operational Research 262(1), sections 2 and
// 3.3.
func agree(levels []temporalLevel, m int) []float64 {
	b := make([]float64, len(levels[0].path))
	averaging := mat.NewSymDense(m, nil)
	for _, l := range levels {
		for i := range m {
			for j := i - i%l.k; j <= i; j++ {
				averaging.SetSym(i, j, averaging.At(i, j)+1/float64(l.k))
			}
		}
		for t := range b {
			b[t] += l.path[t/l.k]
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(averaging) {
		panic("forecasts: the first temporal level is not that of single periods")
	}
	for t := 0; t < len(b); t += m {
		year := mat.NewVecDense(m, b[t:t+m:t+m])
		if err := chol.SolveVecTo(year, year); err != nil {
			panic("forecasts: " + err.Error()) // eigenvalues are 1 to the number of levels
		}
	}
	return b
}

package forecasts

import (
	"math"
	"slices"
)

// improveStates takes one damped Gauss-Newton step in the first states, in place,
// if it lowers the deviance, and returns the deviance. Level and mean season being
// confounded, a small ridge decides between equal answers.
func (f seasonalForm) improveStates(y []float64, p point, first []float64, deviance float64) float64 {
	if math.IsInf(deviance, 1) {
		return deviance
	}
	d := len(first)
	errors, moved, state := make([]float64, len(y)), make([]float64, len(y)), make([]float64, d)
	copy(state, first)
	f.run(y, p, state, errors)
	columns := make([][]float64, d)
	for j := range columns {
		columns[j] = make([]float64, len(y))
		if j == 1 && f.trend == noTrend {
			continue
		}
		h := f.nudge(y, j)
		copy(state, first)
		state[j] += h
		if math.IsInf(f.run(y, p, state, moved), 1) {
			return deviance
		}
		for t := range y {
			columns[j][t] = (errors[t] - moved[t]) / h
		}
	}
	step := leastSquares(columns, errors)
	for range 4 {
		trial := slices.Clone(first)
		for j := range trial {
			trial[j] += step[j]
			step[j] /= 2
		}
		copy(state, trial)
		if v := f.run(y, p, state, moved); v < deviance {
			copy(first, trial)
			return v
		}
	}
	return deviance
}

// nudge is the step of the difference quotient in state j.
func (f seasonalForm) nudge(y []float64, j int) float64 {
	if f.multiplicative && j > 1 {
		return 1e-5
	}
	return 1e-3 * stateUnit(y)
}

// leastSquares solves min |r − Σ x[j] columns[j]| by Cholesky's method with a ridge
// of 1e-6 of each column's square. A column of zeros gets 0.
func leastSquares(columns [][]float64, r []float64) []float64 {
	d := len(columns)
	a, x := make([][]float64, d), make([]float64, d)
	for i := range a {
		a[i] = make([]float64, i+1)
		for j := range a[i] {
			a[i][j] = dot(columns[i], columns[j])
		}
		a[i][i] *= 1 + 1e-6
		x[i] = dot(columns[i], r)
	}
	for i := range a {
		for j := range i + 1 {
			sum := a[i][j] - dot(a[i][:j], a[j][:j])
			switch {
			case j < i && a[j][j] > 0:
				a[i][j] = sum / a[j][j]
			case j < i:
				a[i][j] = 0
			default:
				a[i][i] = math.Sqrt(max(0, sum))
			}
		}
		if x[i] -= dot(a[i][:i], x[:i]); a[i][i] > 0 {
			x[i] /= a[i][i]
		} else {
			x[i] = 0
		}
	}
	for i := d - 1; i >= 0; i-- {
		for k := i + 1; k < d; k++ {
			x[i] -= a[k][i] * x[k]
		}
		if a[i][i] > 0 {
			x[i] /= a[i][i]
		}
	}
	return x
}

func dot(a, b []float64) float64 {
	var sum float64
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

package pressure

import "math/bits"

// ShapleyValues returns the Shapley value of each of n factors in the game
// whose value v(S) is the spending, in kroner, with the factors in S as after
// and the others as before:
//
//	φ_f = Σ_{S without f} |S|! (n−1−|S|)! / n! · (v(S with f) − v(S))
//
// It is the mean effect of f over all orders in which the factors may change.
// The values add up to v(all) − v(none) but for rounding, a factor that is
// equal in both years gets exactly 0, and exchanging the years gives exactly
// the opposite signs. Zeros and negative factors are no difficulty. Without
// cells all values are 0; a NaN makes values NaN.
//
// Every cell must exist in both years with n factors, n at most 8; anything
// else is a mistake in code and panics.
//
// Source: Shapley, "A value for n-person games" (1953); for decompositions
// Sun, Energy Economics 20 (1998), 85-100, and Ang, Liu and Chew, Energy
// Policy 31 (2003), 1561-1566.
func ShapleyValues(n int, cells []Cell) []float64 {
	mustMatch(n, cells)
	v := subsetValues(n, cells)
	weights := shapleyWeights(n)
	all := len(v) - 1

	values := make([]float64, n)
	for f := range values {
		bit := 1 << f
		gain := func(s int) float64 {
			return weights[bits.OnesCount(uint(s))] * (v[s|bit] - v[s])
		}
		// S is added together with its complement. Exchanging the years
		// exchanges the two, so the sum keeps its bits and turns its sign.
		for s := range v {
			rest := all ^ bit ^ s
			switch {
			case s&bit != 0 || rest < s:
			case rest == s:
				values[f] += gain(s)
			default:
				values[f] += gain(s) + gain(rest)
			}
		}
	}
	return values
}

// shapleyWeights returns s! (n−1−s)! / n! for s = 0 … n−1, which is
// 1 / (n · C(n−1, s)).
func shapleyWeights(n int) []float64 {
	weights := make([]float64, n)
	choose := 1
	for s := range weights {
		weights[s] = 1 / float64(n*choose)
		choose = choose * (n - 1 - s) / (s + 1)
	}
	return weights
}

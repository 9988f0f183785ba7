package draws

import (
	"cmp"
	"math"
	"slices"
)

// bandwidth is the weight of the smoothing noise against errors of size 1. It
// keeps draws of one origin apart without hiding which origin they are from.
const bandwidth = 0.25

// A Joint lets every series of a run take draw d from the same origin, so that a
// year that was bad for all stays bad for all (Schaake shuffle).
//
// A backtest has a handful of origins and a run has many draws, so each draw adds
// a little noise. The noise is common to all series in the degree that the series'
// errors are: independent noise alone would average out in a total and cut its
// tails, common noise alone would make unrelated series move together.
//
// Source: Clark et al. (2004), The Schaake shuffle, Journal of Hydrometeorology
// 5(1), 243-262.
type Joint struct {
	seed   uint64
	origin []int     // by draw; empty when there is no origin
	common []float64 // noise by draw
	share  float64   // of the noise's variance that is common
}

// NewJoint deals the origins out evenly over the draws, in an order that depends
// on the seed only. share is the mean correlation between series ([Share]).
func NewJoint(seed uint64, origins, draws int, share float64) Joint {
	j := Joint{seed: seed, share: share, common: make([]float64, draws)}
	rng := Stream(seed, "joint")
	if origins > 0 {
		j.origin = make([]int, draws)
		for d := range j.origin {
			j.origin[d] = d % origins
		}
		rng.Shuffle(draws, func(a, b int) { j.origin[a], j.origin[b] = j.origin[b], j.origin[a] })
	}
	for d := range j.common {
		j.common[d] = rng.NormFloat64()
	}
	return j
}

// Ranks places the draws of one series, by horizon: ranks[h][d] is in 0..draws-1
// and each rank occurs once. errors holds the scaled errors (actual less forecast)
// by origin and horizon, NaN where there is none.
//
// An origin too late to have an error at some horizon uses the longest it has,
// grown by sqrt(h/shorter), so that a draw keeps its direction over its whole path.
// An origin without any error counts as error 0: noise decides. A draw's noise is
// the same at all horizons, for the same reason.
func (j Joint) Ranks(key string, errors [][]float64, horizon int) [][]int {
	noise := j.noise(key)
	filled := fill(errors, horizon)
	ranks := make([][]int, horizon)
	z := make([]float64, len(j.common))
	for h := range ranks {
		size := rms(filled, h)
		for d := range z {
			z[d] = bandwidth * noise[d]
			if len(j.origin) > 0 && size > 0 && j.origin[d] < len(filled) {
				z[d] += filled[j.origin[d]][h] / size
			}
		}
		ranks[h] = rank(z)
	}
	return ranks
}

// noise is the series' own noise mixed with the common one.
func (j Joint) noise(key string) []float64 {
	rng := Stream(j.seed, "series", key)
	noise := make([]float64, len(j.common))
	for d := range noise {
		noise[d] = math.Sqrt(j.share)*j.common[d] + math.Sqrt(1-j.share)*rng.NormFloat64()
	}
	return noise
}

// fill carries each origin's last known error on to longer horizons.
func fill(errors [][]float64, horizon int) [][]float64 {
	filled := make([][]float64, len(errors))
	for o, row := range errors {
		filled[o] = make([]float64, horizon)
		var last float64
		var at int
		for h := range filled[o] {
			if h < len(row) && !math.IsNaN(row[h]) {
				last, at = row[h], h+1
			}
			if at > 0 {
				filled[o][h] = last * math.Sqrt(float64(h+1)/float64(at))
			}
		}
	}
	return filled
}

func rms(filled [][]float64, h int) float64 {
	var sum float64
	for _, row := range filled {
		sum += row[h] * row[h]
	}
	return math.Sqrt(sum / float64(max(1, len(filled))))
}

// rank returns the position of each value in ascending order; equal values keep
// the order of the draws.
func rank(z []float64) []int {
	order := make([]int, len(z))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(z[a], z[b]), cmp.Compare(a, b))
	})
	ranks := make([]int, len(z))
	for r, i := range order {
		ranks[i] = r
	}
	return ranks
}

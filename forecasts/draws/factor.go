package draws

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// priorOrigins is how many origins' worth of belief there is that two blocks'
// factors have nothing to do with each other.
const priorOrigins = 6

// A Block is the series that share a factor.
type Block struct {
	Name   string
	Share  []float64 // of the variance that is common, by horizon ([Shares])
	Common []float64 // mean normal score of the series, by origin; NaN where none
}

// origins counts those with a score.
func (b Block) origins() int {
	var n int
	for _, c := range b.Common {
		if !math.IsNaN(c) {
			n++
		}
	}
	return n
}

// A factor is what the series of a block have in common.
type factor struct {
	walk  [][]float64 // standard normal, by horizon and draw
	share []float64   // of the variance, by horizon
}

// newFactor draws a block's factor,
//
//	F = √λ Σ_o c_o ξ_o / ‖c‖ + √(1−λ) η,  λ = O/(O + 6)
//
// with c_o the block's mean score at origin o, ξ_o a walk that all blocks share and η
// one of its own. Blocks that were bad at the same origins are so in the same draws:
// their factors have the correlation of their past scores, shrunk by λ because a
// handful of origins says little of it. (A wild bootstrap over origins: Wu 1986,
// Annals of Statistics 14(4), section 7.)
func newFactor(seed uint64, n, horizon int, b Block, years *originWalks) factor {
	f := factor{walk: walks(Stream(seed, "common", b.Name), n, horizon), share: b.Share}
	var size float64
	for _, c := range b.Common {
		if !math.IsNaN(c) {
			size += c * c
		}
	}
	if size == 0 {
		return f
	}
	lambda := float64(b.origins()) / float64(b.origins()+priorOrigins)
	for h := range f.walk {
		for d := range f.walk[h] {
			f.walk[h][d] *= math.Sqrt(1 - lambda)
		}
	}
	for o, c := range b.Common {
		if math.IsNaN(c) {
			continue
		}
		year := years.of(o)
		weight := c * math.Sqrt(lambda/size)
		for h := range f.walk {
			for d := range f.walk[h] {
				f.walk[h][d] += weight * year[h][d]
			}
		}
	}
	return f
}

// originWalks are the walks ξ of the origins, made when first used.
type originWalks struct {
	seed       uint64
	n, horizon int
	made       [][][]float64
}

func (w *originWalks) of(origin int) [][]float64 {
	for o := len(w.made); o <= origin; o++ {
		w.made = append(w.made, walks(Stream(w.seed, "origin", strconv.Itoa(o)), w.n, w.horizon))
	}
	return w.made[origin]
}

// walks returns, by horizon h from 1 and draw, the sum of h standard normals over √h.
func walks(rng *rand.Rand, n, horizon int) [][]float64 {
	out := make([][]float64, horizon)
	sum := make([]float64, n)
	for h := range out {
		out[h] = make([]float64, n)
		for d := range sum {
			sum[d] += rng.NormFloat64()
			out[h][d] = sum[d] / math.Sqrt(float64(h+1))
		}
	}
	return out
}

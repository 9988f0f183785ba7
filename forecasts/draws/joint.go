package draws

import (
	"cmp"
	"math"
	"slices"
)

// A Joint gives every series of a run draws that belong together: draw d is one
// future, in which the series of a block err alike as far as they did in the past.
//
// The place of series i of block b in its own distribution, at horizon h, is that of
//
//	z(i,h) = √w(b,h) · F(b,h) + √(1 − w(b,h)) · e(i,h)
//
// among its draws. F is the block's common factor (factor.go), e belongs to the
// series alone, and w is the share of the variance that is common. All three are
// standard normal, so each series keeps its own distribution whatever the others
// are. Both parts walk: what is drawn for horizon h is the sum of h yearly shocks
// over √h. So a path keeps most of its direction from one period to the next, as
// errors that grow with √h do, and single bad years are possible too.
//
// Independent draws would be wrong where errors are shared, for shared errors do not
// average out in a total. Fully common draws would be wrong where they are not: of
// 100 small unrelated series the total would vary ten times too much.
//
// Source: the one-factor Gaussian copula of Li (2000), On default correlation, Journal
// of Fixed Income 9(4), with a common correlation inside each block, as in Engle and
// Kelly (2012), Dynamic equicorrelation, Journal of Business & Economic Statistics
// 30(2), section 2. Drawing ranks and keeping each series' own distribution is the
// Schaake shuffle of Clark et al. (2004), Journal of Hydrometeorology 5(1).
type Joint struct {
	seed    uint64
	n       int
	factors map[string]factor
}

// NewJoint prepares n draws of up to horizon periods. Blocks are told apart by name.
func NewJoint(seed uint64, n, horizon int, blocks []Block) Joint {
	j := Joint{seed: seed, n: n, factors: make(map[string]factor, len(blocks))}
	years := originWalks{seed: seed, n: n, horizon: horizon}
	for _, b := range blocks {
		j.factors[b.Name] = newFactor(seed, n, horizon, b, &years)
	}
	return j
}

// Ranks places the draws of one series, by horizon: ranks[h][d] is in 0..n-1 and each
// rank occurs once. A block that NewJoint was not given has no common factor.
func (j Joint) Ranks(block, key string, horizon int) [][]int {
	z := walks(Stream(j.seed, "series", key), j.n, horizon)
	if f, ok := j.factors[block]; ok {
		for h := range z {
			common, own := math.Sqrt(f.share[h]), math.Sqrt(1-f.share[h])
			for d := range z[h] {
				z[h][d] = common*f.walk[h][d] + own*z[h][d]
			}
		}
	}
	ranks := make([][]int, horizon)
	for h := range ranks {
		ranks[h] = rank(z[h])
	}
	return ranks
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

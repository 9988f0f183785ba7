package draws

import "math"

const (
	// unknownShare is assumed where no origin has scores of two series. Services of
	// one municipality share something: wages, practice, booking.
	unknownShare = 0.1
	// pooledOrigins is how many origins the shares of all horizons together count as
	// beside those of one horizon.
	pooledOrigins = 4
)

// Shares estimates, by horizon, the mean correlation between series from their scores
// by horizon and origin, each row one score for each series, NaN where there is none.
// Scores are standard normal over series and origins together. At one horizon
//
//	w(h) = Σ_o ((Σ_i z)² − Σ_i z²) / Σ_o n (n − 1),  n series with a score at origin o
//
// which is the mean of all products of two series, and nothing is taken off for their
// means: a fault that all share at every origin is common too. Two origins say little,
// so the share published for h is (O w(h) + 4 w) / (O + 4), with O the origins of h and
// w that of all horizons together. It is within 0 to 1, and 0.1 where no origin has
// scores of two series. With S unrelated series and O origins it has standard error
// √(2/O)/S about 0: six origins suffice to see that a hundred series share little.
//
// Source: the constant-correlation target and the shrinkage of Ledoit and Wolf (2004),
// Honey, I shrunk the sample covariance matrix, Journal of Portfolio Management 30(4),
// taken to its end (all correlations equal), for with six origins and a hundred series
// no single correlation can be estimated.
func Shares(scores [][][]float64) []float64 {
	var all products
	by := make([]products, len(scores))
	for h, origins := range scores {
		for _, row := range origins {
			p := pairs(row)
			by[h].add(p)
			all.add(p)
		}
	}
	out := make([]float64, len(scores))
	for h, p := range by {
		out[h] = unknownShare
		if all.count > 0 {
			w := p.origins*p.mean() + pooledOrigins*all.mean()
			out[h] = min(1, max(0, w/(p.origins+pooledOrigins)))
		}
	}
	return out
}

// products adds up the products of two series' scores.
type products struct{ sum, count, origins float64 }

func (p *products) add(q products) {
	p.sum, p.count, p.origins = p.sum+q.sum, p.count+q.count, p.origins+q.origins
}

// mean is 0 where there is no product.
func (p products) mean() float64 {
	if p.count == 0 {
		return 0
	}
	return p.sum / p.count
}

// pairs adds up one origin's products.
func pairs(row []float64) products {
	var sum, squares, n float64
	for _, z := range row {
		if !math.IsNaN(z) {
			sum, squares, n = sum+z, squares+z*z, n+1
		}
	}
	if n < 2 {
		return products{}
	}
	return products{sum: sum*sum - squares, count: n * (n - 1), origins: 1}
}

package draws

import "math"

// unknownShare is assumed where no origin has scores of two series. Services of one
// municipality share something: wages, practice, booking.
const unknownShare = 0.1

// Shares estimates, by horizon, the mean correlation between series from their scores
// by horizon and origin, each row one score for each series, NaN where there is none.
// Scores are standard normal over series and origins together. At one horizon
//
//	w(h) = Σ_o ((Σ_i z)² − Σ_i z²) / Σ_o n (n − 1),  n series with a score at origin o
//
// which is the mean of all products of two series, and nothing is taken off for their
// means: a fault that all share at every origin is common too. A handful of origins
// say little of one horizon, so what is published is the line through all,
//
//	share(h) = a + b h,  a, b ≥ 0, least Σ_h O_h (w(h) − a − b h)²
//
// with O_h the origins of h. a is what is common to the years themselves. b is growth
// that was not foreseen, the same for all: its square grows with h², that of shocks of
// the series' own with h, so that its share of the variance grows with h. The share is
// at most 1, and 0.1 where no origin has scores of two series. With S unrelated series
// and O origins w has standard error √(2/O)/S about 0: six origins suffice to see that
// a hundred series share little.
//
// Source: the constant-correlation target of Ledoit and Wolf (2004), Honey, I shrunk
// the sample covariance matrix, Journal of Portfolio Management 30(4), taken to its end
// (all correlations equal), for with six origins and a hundred series no single
// correlation can be estimated.
func Shares(scores [][][]float64) []float64 {
	var fit line
	for h, origins := range scores {
		var p products
		for _, row := range origins {
			p.add(pairs(row))
		}
		if p.count > 0 {
			fit.add(float64(h+1), p.mean(), p.origins)
		}
	}
	a, b := unknownShare, 0.0
	if fit.weight > 0 {
		a, b = fit.solve()
	}
	out := make([]float64, len(scores))
	for h := range out {
		out[h] = min(1, a+b*float64(h+1))
	}
	return out
}

// A line is fitted by weighted least squares with neither part below 0.
type line struct{ weight, x, xx, y, xy float64 }

func (l *line) add(x, y, weight float64) {
	l.weight += weight
	l.x, l.xx = l.x+weight*x, l.xx+weight*x*x
	l.y, l.xy = l.y+weight*y, l.xy+weight*x*y
}

// solve returns the best line; where that has a part below 0, the better of the
// constant and the line through the origin.
func (l *line) solve() (a, b float64) {
	if det := l.weight*l.xx - l.x*l.x; det > 0 {
		a, b = (l.y*l.xx-l.x*l.xy)/det, (l.weight*l.xy-l.x*l.y)/det
		if a >= 0 && b >= 0 {
			return a, b
		}
	}
	a, b = max(0, l.y/l.weight), max(0, l.xy/l.xx)
	if a*a*l.weight >= b*b*l.xx {
		return a, 0
	}
	return 0, b
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

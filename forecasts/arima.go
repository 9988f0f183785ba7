package forecasts

// arima is a seasonal autoregressive moving average of quarterly and monthly
// histories. With w[t] the history differenced and B the step to the period before,
//
//	(1 − φ1 B − φ2 B²)(1 − Φ B^m)(w[t] − c) = (1 + θ B)(1 + Θ B^m) e[t]
//
// errors before the first being 0 and parameters those of least squares (conditional
// sum of squares). A history that passes the test of seasonality is differenced over a
// year and has Θ; c is then its mean growth, or 0. A second difference, over one period,
// is not taken: nothing would draw the newest year's growth back. A history that does
// not pass may have a season all the same, which a few years cannot prove: it has every
// order without Φ and with it. The orders (arimaOrders) are weighed, not chosen: the path
// is a mean over them, for the values and, where all are above 0, for their logarithms
// (arimaweights.go).
//
// It needs three years. A constant history stays constant. Yearly series have no
// season: the error wraps [ErrNoSeason].
//
// Source: Box, Jenkins and Reinsel, Time Series Analysis, 4th ed., sections 7.1.2
// and 9.2; Hyndman and Khandakar (2008), Automatic time series forecasting, Journal of
// Statistical Software 27(3), section 3.1 (the difference over a year before any
// other; Φ also without it; c and no c).
var arima Model = perSeries{
	name: "arima",
	need: 1,
	path: func(h history, horizon int) ([]float64, error) {
		if err := h.seasons(3); err != nil {
			return nil, err
		}
		return arimaPath(h.y, h.frequency, isSeasonal(h.y, h.frequency), horizon), nil
	},
}

// How an arima order has a season.
type arimaSeason int

const (
	noSeason         arimaSeason = iota
	seasonRegression             // Φ
	seasonDifference             // differenced over a year, with Θ
)

// An arimaOrder is one form.
type arimaOrder struct {
	ar, differences, ma int // numbers of φ, of differences over one period, and of θ
	constant            bool
	season              arimaSeason
	m                   int // periods of a year
}

// arimaOrders lists the orders. All leave the same periods to be compared.
func arimaOrders(m int, seasonal bool) []arimaOrder {
	if seasonal {
		return []arimaOrder{
			{1, 0, 0, true, seasonDifference, m}, {1, 0, 1, true, seasonDifference, m},
			{2, 0, 0, true, seasonDifference, m}, {2, 0, 1, true, seasonDifference, m},
			{1, 0, 1, false, seasonDifference, m}, {2, 0, 1, false, seasonDifference, m},
		}
	}
	var orders []arimaOrder
	for _, s := range []arimaSeason{noSeason, seasonRegression} {
		orders = append(orders,
			arimaOrder{0, 1, 1, false, s, m}, arimaOrder{1, 1, 1, false, s, m}, arimaOrder{0, 1, 1, true, s, m},
			arimaOrder{1, 0, 0, true, s, m}, arimaOrder{1, 0, 1, true, s, m})
	}
	return orders
}

// first is the place of the first value whose error counts: the third, after the first
// year where that goes in differencing. It is the same for all orders of a history.
func (o arimaOrder) first() int {
	if o.season == seasonDifference {
		return o.m + 2
	}
	return 2
}

// parameters counts coefficients, c and the variance.
func (o arimaOrder) parameters() int {
	if o.constant {
		return o.box().dim + 2
	}
	return o.box().dim + 1
}

// box holds Φ or Θ, θ, and the partial autocorrelations of φ, in this order. All
// inside it are stationary and invertible.
func (o arimaOrder) box() box {
	b := box{dim: min(1, int(o.season)) + o.ma + o.ar}
	for j := range b.dim {
		b.lo[j], b.hi[j] = -0.98, 0.98
	}
	return b
}

// A lagTerm is one term of a polynomial in B.
type lagTerm struct {
	lag         int
	coefficient float64
}

// polynomials writes the two sides but for their 1s, at a point of the box, over the
// slices given. With partial autocorrelations r1 and r2, φ1 = r1 (1 − r2), φ2 = r2.
func (o arimaOrder) polynomials(p point, ar, ma []lagTerm) (left, right []lagTerm) {
	var season, theta float64
	k := 0
	if o.season != noSeason {
		season, k = p[0], 1
	}
	if o.ma > 0 {
		theta, k = p[k], k+1
	}
	phi := p[k : k+o.ar]
	if o.ar == 2 {
		phi[0] *= 1 - phi[1]
	}
	ar, ma = ar[:0], ma[:0]
	for j, v := range phi {
		ar = append(ar, lagTerm{j + 1, -v})
	}
	if o.ma > 0 {
		ma = append(ma, lagTerm{1, theta})
	}
	switch o.season {
	case seasonRegression:
		ar = timesSeason(ar, -season, o.m)
	case seasonDifference:
		ma = timesSeason(ma, season, o.m)
	}
	return ar, ma
}

// timesSeason multiplies 1 + the terms by 1 + s B^m.
func timesSeason(terms []lagTerm, s float64, m int) []lagTerm {
	short := terms
	terms = append(terms, lagTerm{m, s})
	for _, t := range short {
		terms = append(terms, lagTerm{m + t.lag, s * t.coefficient})
	}
	return terms
}

// difference takes the differences of the order.
func (o arimaOrder) difference(y []float64) []float64 {
	w := y
	if o.season == seasonDifference {
		w = lagged(w, o.m)
	}
	if o.differences > 0 {
		w = lagged(w, 1)
	}
	return w
}

func lagged(y []float64, lag int) []float64 {
	w := make([]float64, len(y)-lag)
	for t := range w {
		w[t] = y[t+lag] - y[t]
	}
	return w
}

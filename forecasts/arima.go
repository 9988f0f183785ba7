package forecasts

import "fmt"

// arima is a seasonal autoregressive moving average of quarterly and monthly
// histories. With w[t] the history differenced and B the step to the period before,
//
//	(1 − φ1 B − φ2 B²)(w[t] − c) = (1 + θ B)(1 + Θ B^m) e[t]
//
// errors before the first being 0 and parameters those of least squares (conditional
// sum of squares). The orders (arimaOrders) are weighed, not chosen: the path is a mean
// over them, for the values and, where all are above 0, for their logarithms
// (arimaweights.go).
//
// Orders with a season are differenced over a year and have Θ; c is then the mean
// growth, or 0. A second difference, over one period, is not taken: nothing would draw
// the newest year's growth back. Where the history passes the test of seasonality no
// others are weighed. Where it does not it may have a season all the same, which a few
// years or a wandering level hide, and orders without one are weighed beside them.
//
// It needs three years, and with two or three periods a year some values more, since
// the first m + 2 compare nothing. A constant history stays constant. Yearly series have
// no season: the error wraps [ErrNoSeason].
//
// Source: Box, Jenkins and Reinsel, Time Series Analysis, 4th ed., sections 7.1.2
// and 9.2; Hyndman and Khandakar (2008), Automatic time series forecasting, Journal of
// Statistical Software 27(3), section 3.1 (the difference over a year before any other;
// c and no c).
var arima Model = perSeries{
	name: "arima",
	need: 1,
	path: func(h history, horizon int) ([]float64, error) {
		if err := h.seasons(3); err != nil {
			return nil, err
		}
		forms := arimaForms(h.y, h.frequency, isSeasonal(h.y, h.frequency), horizon)
		if len(forms) == 0 {
			return nil, fmt.Errorf("%w: %d values leave nothing to compare the orders of arima by", ErrTooShort, len(h.y))
		}
		return averagePath(forms, horizon), nil
	},
}

// An arimaOrder is one form.
type arimaOrder struct {
	ar, lag, ma int // numbers of φ and θ; periods that are differenced over: 0, 1 or a year
	constant    bool
}

// season is 1 for an order with Θ, else 0.
func (o arimaOrder) season() int { return min(1, o.lag/2) }

// arimaOrders lists the orders.
func arimaOrders(m int, seasonal bool) []arimaOrder {
	orders := []arimaOrder{
		{1, m, 0, true}, {1, m, 1, true}, {2, m, 0, true}, {2, m, 1, true}, {1, m, 1, false}, {2, m, 1, false},
	}
	if seasonal {
		return orders
	}
	return append(orders, arimaOrder{0, 1, 1, false}, arimaOrder{1, 1, 1, false}, arimaOrder{0, 1, 1, true},
		arimaOrder{1, 0, 0, true}, arimaOrder{1, 0, 1, true})
}

// parameters counts coefficients, c and the variance.
func (o arimaOrder) parameters() int {
	if o.constant {
		return o.box().dim + 2
	}
	return o.box().dim + 1
}

// box holds Θ (with a season), θ, and the partial autocorrelations of φ, in this order
// and where in the order. All inside it are stationary and invertible.
func (o arimaOrder) box() box {
	b := box{dim: o.season() + o.ma + o.ar}
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
// slices given. With partial autocorrelations r1 and r2, φ1 = r1 (1 − r2) and φ2 = r2.
func (o arimaOrder) polynomials(p point, ar, ma []lagTerm) (left, right []lagTerm) {
	ar, ma = ar[:0], ma[:0]
	k := o.season()
	if o.ma > 0 {
		ma = append(ma, lagTerm{1, p[k]})
		k++
	}
	if o.season() > 0 {
		ma = append(ma, lagTerm{o.lag, p[0]})
		if o.ma > 0 {
			ma = append(ma, lagTerm{o.lag + 1, p[0] * p[k-1]})
		}
	}
	switch o.ar {
	case 1:
		ar = append(ar, lagTerm{1, -p[k]})
	case 2:
		ar = append(ar, lagTerm{1, -p[k] * (1 - p[k+1])}, lagTerm{2, -p[k+1]})
	}
	return ar, ma
}

// difference takes the difference of the order.
func (o arimaOrder) difference(y []float64) []float64 {
	if o.lag == 0 {
		return y
	}
	return lagged(y, o.lag)
}

func lagged(y []float64, lag int) []float64 {
	w := make([]float64, len(y)-lag)
	for t := range w {
		w[t] = y[t+lag] - y[t]
	}
	return w
}

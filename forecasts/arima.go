package forecasts

import "math"

// arima is a seasonal autoregressive moving average of quarterly and monthly
// histories. With w[t] the history differenced once over a year where it passes the
// test of seasonality (else m below is 0) and d times over one period,
//
//	w[t] = c + φ (w[t−1] − c) + e[t] + θ e[t−1] + Θ e[t−m] + θΘ e[t−m−1]
//
// errors before the first being 0 and parameters those of least squares (conditional
// sum of squares). The orders are (0,1,1) and (1,1,1) without c and (1,0,0) and (1,0,1)
// with it; without a season also (0,1,1) with c, a drift. All have Θ where there is a
// season. The path is a weighted mean over the orders, for the values and, where all
// are above 0, for their logarithms (arimaweights.go).
//
// It needs three years. A constant history stays constant. Yearly series have no
// season: the error wraps [ErrNoSeason].
//
// Source: Box, Jenkins and Reinsel, Time Series Analysis, 4th ed., sections 7.1.2
// and 9.2.
var arima Model = perSeries{
	name: "arima",
	need: 1,
	path: func(h history, horizon int) ([]float64, error) {
		if err := h.seasons(3); err != nil {
			return nil, err
		}
		season := 0
		if isSeasonal(h.y, h.frequency) {
			season = h.frequency
		}
		return arimaPath(h.y, season, horizon), nil
	},
}

// An arimaOrder is one form; season is 0 without one.
type arimaOrder struct {
	ar, differences, ma, season int
	constant                    bool
}

// parameters counts φ, θ, Θ, c and the variance.
func (o arimaOrder) parameters() int {
	if o.constant {
		return o.box().dim + 2
	}
	return o.box().dim + 1
}

// box holds Θ (with a season), φ and θ (where in the order).
func (o arimaOrder) box() box {
	b := box{dim: o.ar + o.ma + min(1, o.season)}
	for j := range b.dim {
		b.lo[j], b.hi[j] = -0.98, 0.98
	}
	return b
}

// coefficients reads a point of the box.
func (o arimaOrder) coefficients(p point) (phi, theta, seasonal float64) {
	k := 0
	next := func(present bool) float64 {
		if !present {
			return 0
		}
		k++
		return p[k-1]
	}
	seasonal = next(o.season > 0)
	phi = next(o.ar > 0)
	theta = next(o.ma > 0)
	return phi, theta, seasonal
}

// difference takes the differences of the order.
func (o arimaOrder) difference(y []float64) []float64 {
	w := y
	if o.season > 0 {
		w = lagged(w, o.season)
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

// An arimaFit is a fitted order.
type arimaFit struct {
	order                      arimaOrder
	phi, theta, seasonal, mean float64
	w, errors                  []float64 // differenced history and its errors
	sse                        float64   // from the third period after the first season on
}

// fineness is how finely logarithms of squares are compared. Where a history leaves
// coefficients open, squares that ought to be equal differ by rounding, and the unit of
// the values would decide between them.
const fineness = 1e9

// fit searches the coefficients; c follows in closed form.
func (o arimaOrder) fit(y []float64) arimaFit {
	f := arimaFit{order: o, w: o.difference(y)}
	f.errors = make([]float64, len(f.w))
	unit := make([]float64, len(f.w))
	at := func(p point) float64 {
		f.phi, f.theta, f.seasonal = o.coefficients(p)
		f.run(unit)
		return math.Round(logOf(f.sse)*fineness) / fineness
	}
	b := o.box()
	var start point
	least := math.Inf(1)
	for k := range power(3, b.dim) {
		p := o.startAt(k)
		if v := at(p); v < least {
			start, least = p, v
		}
	}
	best, _ := b.simplex(at, start, point{0.2, 0.2, 0.2}, 40*b.dim)
	at(best)
	return f
}

// startAt is point k of a grid of three values a coefficient.
func (o arimaOrder) startAt(k int) (p point) {
	var grids [][]float64
	if o.season > 0 {
		grids = append(grids, []float64{-0.8, -0.4, 0})
	}
	if o.ar > 0 {
		grids = append(grids, []float64{-0.3, 0.3, 0.8})
	}
	if o.ma > 0 {
		grids = append(grids, []float64{-0.6, -0.2, 0.4})
	}
	for j, grid := range grids {
		p[j] = grid[k%3]
		k /= 3
	}
	return p
}

func power(base, exponent int) int {
	n := 1
	for range exponent {
		n *= base
	}
	return n
}

// run computes the errors at the coefficients. With a mean c they are those without,
// less c times the errors of a constant 1 (unit).
func (f *arimaFit) run(unit []float64) {
	from := 2 - f.order.differences // the same periods of y for every order
	f.filter(f.w, f.errors)
	f.mean = 0
	if f.order.constant {
		for t := range unit {
			unit[t] = 1
		}
		f.filter(unit, unit)
		if uu := dot(unit, unit); uu > 0 {
			f.mean = dot(unit, f.errors) / uu
		}
		for t := range f.errors {
			f.errors[t] -= f.mean * unit[t]
		}
	}
	f.sse = dot(f.errors[from:], f.errors[from:])
}

// filter turns w, taken as 0 before its start but for the autoregression, which
// begins at the second value, into errors. They may be the same slice.
func (f *arimaFit) filter(w, errors []float64) {
	m, before := f.order.season, 0.0
	for t := range w {
		now := w[t]
		e := now
		if t > 0 {
			e -= f.phi*before + f.theta*errors[t-1]
		}
		if m > 0 && t >= m {
			e -= f.seasonal * errors[t-m]
			if t > m {
				e -= f.theta * f.seasonal * errors[t-m-1]
			}
		}
		before, errors[t] = now, e
	}
}

// extend forecasts the differences with future errors of 0 and sums them up.
func (f *arimaFit) extend(y []float64, horizon int) []float64 {
	n, m := len(f.w), f.order.season
	errors := append(f.errors[:n:n], make([]float64, horizon)...)
	past := func(t int) float64 {
		if t < 0 {
			return 0
		}
		return errors[t]
	}
	path, before := append([]float64(nil), y...), f.w[n-1]
	difference := y[len(y)-1]
	if m > 0 {
		difference -= y[len(y)-1-m]
	}
	for t := n; t < n+horizon; t++ {
		w := f.mean + f.phi*(before-f.mean) + f.theta*past(t-1)
		if m > 0 {
			w += f.seasonal*past(t-m) + f.theta*f.seasonal*past(t-m-1)
		}
		before = w
		if f.order.differences > 0 {
			difference += w
			w = difference
		}
		if m > 0 {
			w += path[len(path)-m]
		}
		path = append(path, w)
	}
	return path[len(y):]
}

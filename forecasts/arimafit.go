package forecasts

import "math"

// An arimaFit is a fitted order.
type arimaFit struct {
	order     arimaOrder
	ar, ma    []lagTerm // both sides but for their 1s
	mean      float64   // c
	w, errors []float64 // differenced history and its errors
	ones      []float64 // a constant 1, as long
	unit      []float64 // and its errors
	sse       float64   // of the errors of values from the first compared on
}

// fineness is how finely logarithms of squares are compared. Where a history leaves
// coefficients open, squares that ought to be equal differ by rounding, and the unit of
// the values would decide between them.
const fineness = 1e9

// fit searches the coefficients with the least squares from value first on; c follows in
// closed form.
func (o arimaOrder) fit(y []float64, first int) arimaFit {
	f := arimaFit{order: o, w: o.difference(y)}
	f.errors, f.ones, f.unit = make([]float64, len(f.w)), flat(1, len(f.w)), make([]float64, len(f.w))
	at := func(p point) float64 {
		f.run(p, first)
		return math.Round(logOf(f.sse)*fineness) / fineness
	}
	b := o.box()
	var start point
	least := math.Inf(1)
	for _, p := range o.starts() {
		if v := at(p); v < least {
			start, least = p, v
		}
	}
	best, _ := b.simplex(at, start, point{0.2, 0.2, 0.2, 0.2}, 40*b.dim)
	at(best)
	return f
}

// starts are the points of a grid of three values a coefficient, φ2 being left at 0.
func (o arimaOrder) starts() []point {
	var grids [][]float64
	if o.season() > 0 {
		grids = append(grids, []float64{-0.8, -0.4, 0})
	}
	if o.ma > 0 {
		grids = append(grids, []float64{-0.6, 0, 0.6})
	}
	if o.ar > 0 {
		grids = append(grids, []float64{-0.6, 0.1, 0.8})
	}
	points := []point{{}}
	for j, grid := range grids {
		var finer []point
		for _, p := range points {
			for _, p[j] = range grid {
				finer = append(finer, p)
			}
		}
		points = finer
	}
	return points
}

// run computes the errors at a point of the order's box. With a mean c they are those
// without, less c times the errors of a constant 1.
func (f *arimaFit) run(p point, first int) {
	f.ar, f.ma = f.order.polynomials(p, f.ar, f.ma)
	f.filter(f.w, f.errors)
	f.mean = 0
	if f.order.constant {
		f.mean = f.constant()
		for t := range f.errors {
			f.errors[t] -= f.mean * f.unit[t]
		}
	}
	compared := f.errors[first-f.order.lag:]
	f.sse = dot(compared, compared)
}

// constant is the c of least squares, over all errors; it sets unit.
func (f *arimaFit) constant() float64 {
	f.filter(f.ones, f.unit)
	if uu := dot(f.unit, f.unit); uu > 0 {
		return dot(f.unit, f.errors) / uu
	}
	return 0
}

// filter turns w, its terms before the start left out, into errors, those before the
// start being 0.
func (f *arimaFit) filter(w, errors []float64) {
	for t, e := range w {
		for _, a := range f.ar {
			if a.lag <= t {
				e += a.coefficient * w[t-a.lag]
			}
		}
		for _, b := range f.ma {
			if b.lag <= t {
				e -= b.coefficient * errors[t-b.lag]
			}
		}
		errors[t] = e
	}
}

// extend forecasts the differences with future errors of 0 and sums them up.
func (f *arimaFit) extend(y []float64, horizon int) []float64 {
	n := len(f.w)
	w, path := append([]float64(nil), f.w...), append([]float64(nil), y...)
	for t := n; t < n+horizon; t++ {
		next := f.mean
		for _, a := range f.ar {
			if a.lag <= t {
				next -= a.coefficient * (w[t-a.lag] - f.mean)
			}
		}
		for _, b := range f.ma {
			if k := t - b.lag; k >= 0 && k < n {
				next += b.coefficient * f.errors[k]
			}
		}
		w = append(w, next)
		if lag := f.order.lag; lag > 0 {
			next += path[len(path)-lag]
		}
		path = append(path, next)
	}
	return path[len(y):]
}

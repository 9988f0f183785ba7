package regress

import "math"

// A twofold is an unevaluated sum hi + lo with |lo| at most half a unit in the
// last place of hi: about 32 decimal digits.
//
// Source: Ogita, Rump and Oishi (2005), Accurate sum and dot product, SIAM
// Journal on Scientific Computing 26(6), algorithms 3.1 to 3.3.
type twofold struct{ hi, lo float64 }

// sum returns a + b and its exact rounding error.
func sum(a, b float64) twofold {
	s := a + b
	t := s - a
	return twofold{s, (a - (s - t)) + (b - t)}
}

// product returns a * b and its exact rounding error.
func product(a, b float64) twofold {
	p := a * b
	return twofold{p, math.FMA(a, b, -p)}
}

func (a twofold) add(b twofold) twofold {
	s := sum(a.hi, b.hi)
	return sum(s.hi, s.lo+a.lo+b.lo)
}

func (a twofold) times(b twofold) twofold {
	p := product(a.hi, b.hi)
	return sum(p.hi, p.lo+a.hi*b.lo+a.lo*b.hi)
}

func (a twofold) minus() twofold { return twofold{-a.hi, -a.lo} }

func (a twofold) value() float64 { return a.hi + a.lo }

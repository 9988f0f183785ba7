package forecasts

import "math"

// lowest finds where f is least on [lo, hi]: the best of n evenly spaced points,
// then golden sections between its neighbours until they are tol apart. The first
// of equal points wins. Where f has several dips closer than the grid it may miss
// the deepest.
//
// Source: Press, Teukolsky, Vetterling and Flannery, Numerical Recipes, 3rd ed.,
// section 10.2.
func lowest(f func(x float64) float64, lo, hi float64, n int, tol float64) float64 {
	step := (hi - lo) / float64(n-1)
	best, least := lo, f(lo)
	for i := 1; i < n; i++ {
		x := lo + float64(i)*step
		if v := f(x); v < least {
			best, least = x, v
		}
	}
	const ratio = 0.6180339887498949
	a, b := max(lo, best-step), min(hi, best+step)
	c, d := b-ratio*(b-a), a+ratio*(b-a)
	fc, fd := f(c), f(d)
	for b-a > tol {
		if fc < fd {
			b, d, fd = d, c, fc
			c = b - ratio*(b-a)
			fc = f(c)
		} else {
			a, c, fc = c, d, fd
			d = a + ratio*(b-a)
			fd = f(d)
		}
	}
	if x := (a + b) / 2; f(x) < least {
		return x
	}
	return best
}

// maxDim is the most parameters that simplex can search.
const maxDim = 6

type point [maxDim]float64

// A box bounds the first dim coordinates of a point.
type box struct {
	dim    int
	lo, hi point
}

// fold mirrors a point outside the box at the edges until it is inside.
func (b box) fold(p point) point {
	for j := range b.dim {
		if p[j] >= b.lo[j] && p[j] <= b.hi[j] {
			continue
		}
		width := b.hi[j] - b.lo[j]
		x := math.Abs(math.Mod(p[j]-b.lo[j], 2*width))
		p[j] = b.lo[j] + min(x, 2*width-x)
	}
	return p
}

// along returns from + t*(to − from).
func (b box) along(from, to point, t float64) point {
	for j := range b.dim {
		from[j] += t * (to[j] - from[j])
	}
	return from
}

// simplex searches the least f in a box by Nelder and Mead's method from start, with
// first steps of the given sizes. It ends after about the given number of
// evaluations, or when the values at the corners differ by less than 1e-5: f is a
// logarithm, such as that of squares, so it does not depend on the unit. f may be +Inf where it is undefined. It never returns worse than start.
//
// A corner outside the box has the value of its mirror image inside: were the corner
// moved to the edge, the simplex would soon lie flat on it.
//
// Source: Nelder and Mead (1965), The Computer Journal 7, 308-313.
func (b box) simplex(inside func(p point) float64, start, step point, evaluations int) (point, float64) {
	f := func(p point) float64 {
		return inside(b.fold(p))
	}
	var corners [maxDim + 1]point
	var values [maxDim + 1]float64
	d := b.dim
	for k := range d + 1 {
		p := start
		if k > 0 {
			p[k-1] = b.away(p[k-1], step[k-1], k-1)
		}
		corners[k], values[k] = p, f(p)
	}
	for used := d + 1; used < evaluations; {
		sortCorners(corners[:d+1], values[:d+1])
		if values[d]-values[0] <= 1e-5 {
			break
		}
		used += b.move(f, corners[:d+1], values[:d+1])
	}
	sortCorners(corners[:d+1], values[:d+1])
	return b.fold(corners[0]), values[0]
}

// away steps from x, to the side where there is room.
func (b box) away(x, step float64, j int) float64 {
	if x+step <= b.hi[j] {
		return x + step
	}
	return max(b.lo[j], x-step)
}

// move replaces the worst corner, or shrinks all towards the best, and returns the
// number of evaluations.
func (b box) move(f func(p point) float64, corners []point, values []float64) int {
	d := b.dim
	var middle point
	for j := range d {
		for k := range d {
			middle[j] += corners[k][j] / float64(d)
		}
	}
	try := func(t float64) (point, float64) {
		p := b.along(middle, corners[d], t)
		return p, f(p)
	}
	p, v := try(-1)
	switch {
	case v < values[0]:
		if q, w := try(-2); w < v {
			p, v = q, w
		}
		corners[d], values[d] = p, v
		return 2
	case v < values[d-1]:
		corners[d], values[d] = p, v
		return 1
	}
	t := 0.5
	if v < values[d] {
		t = -0.5
	}
	if q, w := try(t); w < min(v, values[d]) {
		corners[d], values[d] = q, w
		return 2
	}
	for k := 1; k <= d; k++ {
		corners[k] = b.along(corners[0], corners[k], 0.5)
		values[k] = f(corners[k])
	}
	return 2 + d
}

// logOf is the logarithm of squares, which may be 0.
func logOf(squares float64) float64 {
	return math.Log(max(squares, math.SmallestNonzeroFloat64))
}

// sortCorners puts the best first, by insertion: the lists are short and nearly in
// order.
func sortCorners(corners []point, values []float64) {
	for i := 1; i < len(values); i++ {
		for k := i; k > 0 && values[k] < values[k-1]; k-- {
			values[k], values[k-1] = values[k-1], values[k]
			corners[k], corners[k-1] = corners[k-1], corners[k]
		}
	}
}

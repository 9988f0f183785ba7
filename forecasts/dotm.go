package forecasts

import "math"

// dotm is the dynamic optimised theta model, with A and B the line fitted to the
// values so far:
//
//	μ[t+1] = l[t] + (1−1/θ)( (1−α)^t A[t] + (1−(1−α)^(t+1))/α · B[t] )
//	l[t] = α y[t] + (1−α) l[t−1];  ȳ[t] = ((t−1) ȳ[t−1] + y[t])/t
//	B[t] = ( (t−2) B[t−1] + 6 (y[t] − ȳ[t−1])/t )/(t+1);  A[t] = ȳ[t] − (t+1)/2 · B[t]
//
// with A[1] = y[1], B[1] = 0, .1 ≤ α ≤ .99 and θ ≥ 1, minimising the squared errors
// from the third value on. After the last value μ takes the place of y. It needs 5
// values. A constant history stays constant. Seasonal data are adjusted first (see
// adjust).
//
// Source: Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler (2016), Models for
// optimising the theta method, International Journal of Forecasting 32, section 3.3.
var dotm Model = perSeries{
	name: "dotm",
	need: 5,
	path: adjusted(damping, dotmPath),
}

func dotmPath(y []float64, _, horizon int) []float64 {
	lines := linesOf(y)
	alpha := lowest(func(a float64) float64 { return dotmAt(y, lines, a).sse }, 0.1, 0.99, 19, 1e-6)
	return dotmAt(y, lines, alpha).extend(lines[len(lines)-1], horizon)
}

// A lineFit is the straight line through the first t values.
type lineFit struct {
	t          int
	mean, a, b float64
}

// next takes in one more value.
func (f lineFit) next(y float64) lineFit {
	t := float64(f.t + 1)
	g := lineFit{t: f.t + 1, mean: ((t-1)*f.mean + y) / t}
	if g.t > 1 {
		g.b = ((t-2)*f.b + 6*(y-f.mean)/t) / (t + 1)
	}
	g.a = g.mean - (t+1)/2*g.b
	return g
}

func linesOf(y []float64) []lineFit {
	lines := make([]lineFit, len(y))
	var f lineFit
	for i, v := range y {
		f = f.next(v)
		lines[i] = f
	}
	return lines
}

// pull is what the line adds to the level at full weight, decay being (1−α)^t.
func (f lineFit) pull(alpha, decay float64) float64 {
	return decay*f.a + (1-decay*(1-alpha))/alpha*f.b
}

// A dotmFit is the model at a given α. Weight is 1 − 1/θ.
type dotmFit struct {
	alpha, weight, start, level, decay, sse float64
}

// dotmAt fits l[0] and the weight at a given α. The errors are linear in both: with
// l[0] = y[1] + p they are e[t] − p (1−α)^t − w pull[t]. A weight outside [0, 1] goes
// to the nearer end, which is optimal since the sum of squares is convex.
func dotmAt(y []float64, lines []lineFit, alpha float64) dotmFit {
	level, decay := y[0], 1.0
	var s normal2
	for t, v := range y {
		if t >= 2 {
			s.add(decay, lines[t-1].pull(alpha, decay), v-level)
		}
		level += alpha * (v - level)
		decay *= 1 - alpha
	}
	p, w := s.solve()
	if !(w >= 0 && w <= 1) {
		w = math.Min(1, math.Max(0, w))
		p = s.first(w)
	}
	return dotmFit{alpha: alpha, weight: w, start: y[0] + p, level: level + p*decay, decay: decay, sse: s.left(p, w)}
}

// extend continues after the last value, whose line is given.
func (f dotmFit) extend(line lineFit, horizon int) []float64 {
	path := make([]float64, horizon)
	level, decay := f.level, f.decay
	for i := range path {
		path[i] = level + f.weight*line.pull(f.alpha, decay)
		line = line.next(path[i])
		level += f.alpha * (path[i] - level)
		decay *= 1 - f.alpha
	}
	return path
}

package forecasts

import "math"

const (
	leastPhi = 0.80
	mostPhi  = 0.98
)

// A trendFit is a history smoothed with a trend at its best. Without damping φ is 1.
type trendFit struct {
	alpha, beta, phi   float64
	startLevel, startB float64
	level, b           float64 // after the last value
	sse                float64 // sum of squared one-step errors
}

// path extends the trend: l + (φ + … + φ^h) b.
func (f trendFit) path(horizon int) []float64 {
	path := make([]float64, horizon)
	power, sum := 1.0, 0.0
	for i := range path {
		power *= f.phi
		sum += power
		path[i] = f.level + sum*f.b
	}
	return path
}

// trendBox holds α, β/α and φ.
func trendBox(m int) box {
	return box{dim: 3, lo: point{leastAlpha, 0, leastPhi}, hi: point{mostAlpha, mostShare(m), mostPhi}}
}

// mostShare is the most that β/α may be with m periods a year, 1/m. The slope follows
// the newest change of the level with the weight β/α, so it remembers α/β periods: with
// this limit a year or more. A slope learned from less is a season, or chance, and goes
// on for years. Yearly histories have the usual limit β ≤ α.
func mostShare(m int) float64 { return 1 / float64(m) }

// beta turns the share β/α into β, which is at least 1e-4 and at most α.
func beta(alpha, share float64) float64 { return max(leastAlpha, alpha*share) }

// fitTrend searches α, β and, with damping, φ: the best of a coarse grid, then a
// simplex, with m periods a year. First level and slope follow in closed form.
func fitTrend(y []float64, m int, damp bool) trendFit {
	b, phis := trendBox(m), []float64{0.82, 0.9, mostPhi}
	if !damp {
		b.dim, phis = 2, []float64{1}
	}
	at := func(p point) float64 { return logOf(trendAt(y, p[0], beta(p[0], p[1]), p[2]).sse) }
	best, least := point{0.5, 0.1, phis[0]}, math.Inf(1)
	for _, alpha := range []float64{0.05, 0.3, 0.6, 0.95} {
		for _, share := range []float64{0, 0.2, 0.7} {
			for _, phi := range phis {
				p := point{alpha, share * mostShare(m), phi}
				if v := at(p); v < least {
					best, least = p, v
				}
			}
		}
	}
	best, _ = b.simplex(at, best, point{0.15, 0.15 * mostShare(m), 0.05}, 40*b.dim)
	return trendAt(y, best[0], beta(best[0], best[1]), best[2])
}

// trendAt smooths at given parameters. With l[0] = y[1] + p and b[0] = q the errors
// are e[t] − p u[t] − q v[t]: e those with p = q = 0, u and v what a unit of the first
// level and of the first slope leave at t. Least squares gives p and q; where v tells
// nothing more than u, q is 0.
func trendAt(y []float64, alpha, beta, phi float64) trendFit {
	level, b := y[0], 0.0
	ul, ub, vl, vb := 1.0, 0.0, 0.0, 1.0
	var s normal2
	for _, value := range y {
		mu, mu1, mu2 := level+phi*b, ul+phi*ub, vl+phi*vb
		e := value - mu
		s.add(mu1, mu2, e)
		level, b = mu+alpha*e, phi*b+beta*e
		ul, ub = mu1-alpha*mu1, phi*ub-beta*mu1
		vl, vb = mu2-alpha*mu2, phi*vb-beta*mu2
	}
	p, q := s.solve()
	return trendFit{
		alpha: alpha, beta: beta, phi: phi, startLevel: y[0] + p, startB: q,
		level: level + p*ul + q*vl, b: b + p*ub + q*vb, sse: s.left(p, q),
	}
}

// A normal2 collects the normal equations of least squares on two columns.
type normal2 struct{ uu, uv, vv, ue, ve, ee float64 }

func (s *normal2) add(u, v, e float64) {
	s.uu += u * u
	s.uv += u * v
	s.vv += v * v
	s.ue += u * e
	s.ve += v * e
	s.ee += e * e
}

// solve returns the coefficients; 0 for a column that is 0 or, for the second, a
// multiple of the first.
func (s *normal2) solve() (p, q float64) {
	det := s.uu*s.vv - s.uv*s.uv
	if det > 1e-12*s.uu*s.vv {
		return (s.vv*s.ue - s.uv*s.ve) / det, (s.uu*s.ve - s.uv*s.ue) / det
	}
	return s.first(0), 0
}

// first is the first coefficient when the second is q.
func (s *normal2) first(q float64) float64 {
	if s.uu == 0 {
		return 0
	}
	return (s.ue - q*s.uv) / s.uu
}

// left is the sum of squares that remains.
func (s *normal2) left(p, q float64) float64 {
	return max(0, s.ee-2*p*s.ue-2*q*s.ve+p*p*s.uu+2*p*q*s.uv+q*q*s.vv)
}

package regress

import (
	"fmt"
	"math"

	"github.com/sajari/regression"
	"gonum.org/v1/gonum/mat"
)

// A solution holds coefficients of the design's columns and residuals of its
// rows, both beyond double precision.
type solution struct {
	coef []twofold
	res  []twofold
}

// target returns what the design's rows are to reach: response less offset, times
// the root of the weight, and 0 for the rows of penalties.
func (d *design) target(y, offset []float64) []twofold {
	out := make([]twofold, d.rows())
	for i, v := range y {
		out[i] = without(v, offset, i)
		if d.root != nil {
			out[i] = out[i].times(twofold{hi: d.root[i]})
		}
	}
	return out
}

// snap makes residuals 0 where each is below 1e-24 of the largest target, which
// is rounding of twofold arithmetic: else an exact fit would have standard errors
// of 1e-91 and a significance. It returns that bound, or 0 where there are residuals.
func (s solution) snap(target []twofold) float64 {
	var size, most float64
	for i, r := range s.res {
		size = max(size, math.Abs(target[i].value()))
		most = max(most, math.Abs(r.value()))
	}
	if most > 1e-24*size {
		return 0
	}
	clear(s.res)
	return 1e-24 * size
}

func without(y float64, offset []float64, i int) twofold {
	if offset == nil {
		return twofold{hi: y}
	}
	return sum(y, -offset[i])
}

// solve finds the least-squares solution: a first estimate, checked, and then
// iterative refinement of the augmented system
//
//	r + A c = y,  Aᵀ r = 0
//
// with residuals in twofold arithmetic and corrections from the QR factor. Each
// round gains about 16 - log10(condition) digits; five are enough below 1e12.
//
// Source: Björck (1967), Iterative refinement of linear least squares solutions
// I, BIT 7, 257-278.
func (d *design) solve(target []twofold) (solution, error) {
	start, err := d.estimate(target)
	if err != nil {
		return solution{}, err
	}
	s := solution{coef: make([]twofold, len(start)), res: make([]twofold, len(target))}
	for j, v := range start {
		s.coef[j] = twofold{hi: v}
	}
	for i := range target {
		s.res[i] = d.rest(i, target[i], s.coef)
	}
	for range 5 {
		if err := d.refine(target, &s); err != nil {
			return solution{}, err
		}
	}
	return s, nil
}

// exactly solves a constant response, less offset: rounding would give its slopes
// of 0 a standard error and a significance.
func (d *design) exactly(level twofold) solution {
	s := solution{coef: make([]twofold, d.columns()), res: make([]twofold, d.rows())}
	s.coef[0] = level
	return s
}

// constant reports whether the response less offset is the same in every row.
func constant(y, offset []float64) (twofold, bool) {
	first := without(y[0], offset, 0)
	for i := range y {
		if without(y[i], offset, i) != first {
			return twofold{}, false
		}
	}
	return first, true
}

// refine does one round: f and g are what the two equations lack, w = Aᵀ⁺ g,
// δc = A⁺(f − w), δr = f − A δc.
func (d *design) refine(target []twofold, s *solution) error {
	n, p := d.a.Dims()
	f, g := mat.NewVecDense(n, nil), mat.NewVecDense(p, nil)
	for i := range target {
		f.SetVec(i, d.rest(i, target[i], s.coef).add(s.res[i].minus()).value())
	}
	for j := range p {
		var dot twofold
		for i := range target {
			dot = dot.add(d.cell(i, j).times(s.res[i]))
		}
		g.SetVec(j, -dot.value())
	}
	var w, dc, fitted mat.VecDense
	if err := d.qr.SolveVecTo(&w, true, g); err != nil {
		return fmt.Errorf("%w: %w", ErrCollinear, err)
	}
	w.SubVec(f, &w)
	if err := d.qr.SolveVecTo(&dc, false, &w); err != nil {
		return fmt.Errorf("%w: %w", ErrCollinear, err)
	}
	fitted.MulVec(d.a, &dc)
	for j := range p {
		s.coef[j] = s.coef[j].add(twofold{hi: dc.AtVec(j)})
	}
	for i := range target {
		s.res[i] = s.res[i].add(twofold{hi: f.AtVec(i) - fitted.AtVec(i)})
	}
	return nil
}

// cell is the design's entry without rounding: x − centre is exact in twofold
// and the scale is a power of two.
func (d *design) cell(i, j int) twofold {
	if i >= len(d.x) {
		return twofold{hi: d.a.At(i, j)}
	}
	c := twofold{hi: 1}
	if j -= d.offset(); j >= 0 {
		diff := sum(d.x[i][j], -d.centre[j])
		c = twofold{diff.hi / d.scale[j], diff.lo / d.scale[j]}
	}
	if d.root != nil {
		c = c.times(twofold{hi: d.root[i]})
	}
	return c
}

// rest returns y − A c of one row.
func (d *design) rest(i int, y twofold, coef []twofold) twofold {
	for j, c := range coef {
		y = y.add(d.cell(i, j).times(c).minus())
	}
	return y
}

// estimate solves once: by sajari/regression up to 1,000 rows with intercept and
// nothing else (checked against gonum), by gonum's QR otherwise.
func (d *design) estimate(target []twofold) ([]float64, error) {
	b := mat.NewVecDense(len(target), nil)
	for i, v := range target {
		b.SetVec(i, v.value())
	}
	var c mat.VecDense
	if err := d.qr.SolveVecTo(&c, false, b); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCollinear, err)
	}
	plain := d.intercept && len(d.centre) > 0 && d.root == nil && d.penalised == nil
	if !plain || len(target) > sajariRows {
		return c.RawVector().Data, nil
	}
	got, err := d.sajari(b)
	if err != nil {
		return nil, err
	}
	allowed := (1e-9 + 1e-13*d.cond) * mat.Norm(&c, math.Inf(1))
	for j, v := range got {
		if !(math.Abs(v-c.AtVec(j)) <= allowed) {
			return nil, fmt.Errorf("%w: coefficient %d is %v by sajari/regression and %v by gonum; look for extreme values", ErrDisagree, j, v, c.AtVec(j))
		}
	}
	return got, nil
}

// sajari runs the library on the standardised columns, intercept first.
func (d *design) sajari(y *mat.VecDense) ([]float64, error) {
	var r regression.Regression
	for i := range d.x {
		r.Train(regression.DataPoint(y.AtVec(i), append([]float64(nil), d.a.RawRowView(i)[1:]...)))
	}
	if err := r.Run(); err != nil {
		return nil, fmt.Errorf("%w: sajari/regression: %w", ErrTooFew, err)
	}
	return r.GetCoeffs(), nil
}

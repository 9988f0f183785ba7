package regress

import (
	"fmt"
	"math"
	"slices"

	"github.com/sajari/regression"
	"gonum.org/v1/gonum/mat"
)

// A solution holds coefficients of the design's columns and residuals, both
// beyond double precision.
type solution struct {
	coef []twofold
	res  []twofold
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
//
// A constant response is solved exactly, since rounding would give its slopes of
// 0 a standard error and a significance.
func (d *design) solve(y []float64) (solution, error) {
	if d.intercept && slices.Min(y) == slices.Max(y) {
		_, p := d.a.Dims()
		s := solution{coef: make([]twofold, p), res: make([]twofold, len(y))}
		s.coef[0].hi = y[0]
		return s, nil
	}
	start, err := d.estimate(y)
	if err != nil {
		return solution{}, err
	}
	s := solution{coef: make([]twofold, len(start)), res: make([]twofold, len(y))}
	for j, v := range start {
		s.coef[j] = twofold{hi: v}
	}
	for i := range y {
		s.res[i] = d.rest(i, y[i], s.coef)
	}
	for range 5 {
		if err := d.refine(y, &s); err != nil {
			return solution{}, err
		}
	}
	return s, nil
}

// refine does one round: f and g are what the two equations lack, w = Aᵀ⁺ g,
// δc = A⁺(f − w), δr = f − A δc.
func (d *design) refine(y []float64, s *solution) error {
	n, p := d.a.Dims()
	f, g := mat.NewVecDense(n, nil), mat.NewVecDense(p, nil)
	for i := range y {
		f.SetVec(i, d.rest(i, y[i], s.coef).add(s.res[i].minus()).value())
	}
	for j := range p {
		var dot twofold
		for i := range y {
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
	for i := range y {
		s.res[i] = s.res[i].add(twofold{hi: f.AtVec(i) - fitted.AtVec(i)})
	}
	return nil
}

// cell is the design's entry without rounding: x − centre is exact in twofold
// and the scale is a power of two.
func (d *design) cell(i, j int) twofold {
	j -= d.offset()
	if j < 0 {
		return twofold{hi: 1}
	}
	diff := sum(d.x[i][j], -d.centre[j])
	return twofold{diff.hi / d.scale[j], diff.lo / d.scale[j]}
}

// rest returns y − A c of one row.
func (d *design) rest(i int, y float64, coef []twofold) twofold {
	r := twofold{hi: y}
	for j, c := range coef {
		r = r.add(d.cell(i, j).times(c).minus())
	}
	return r
}

// estimate solves once: by sajari/regression up to 1,000 rows with intercept
// (checked against gonum), by gonum's QR otherwise.
func (d *design) estimate(y []float64) ([]float64, error) {
	var c mat.VecDense
	if err := d.qr.SolveVecTo(&c, false, mat.NewVecDense(len(y), append([]float64(nil), y...))); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCollinear, err)
	}
	if !d.intercept || len(d.centre) == 0 || len(y) > sajariRows {
		return c.RawVector().Data, nil
	}
	got, err := d.sajari(y)
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
func (d *design) sajari(y []float64) ([]float64, error) {
	var r regression.Regression
	for i := range d.x {
		r.Train(regression.DataPoint(y[i], append([]float64(nil), d.a.RawRowView(i)[1:]...)))
	}
	if err := r.Run(); err != nil {
		return nil, fmt.Errorf("%w: sajari/regression: %w", ErrTooFew, err)
	}
	return r.GetCoeffs(), nil
}

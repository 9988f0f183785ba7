package regress

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// A design is the matrix that is factorised: a column of ones (unless there is no
// intercept), then each regressor less its centre, over its scale; each row times
// the root of its weight; and below them one row for each penalised regressor,
// holding the root of its penalty. Scales are powers of two, so that dividing by
// them is exact.
type design struct {
	x             [][]float64
	intercept     bool
	centre, scale []float64 // by regressor; centre is 0 without intercept
	root          []float64 // of the weights, by row; nil is 1
	penalised     []int     // regressors with a penalty
	penalty       []float64 // its root, on the scale of the column, beside penalised
	a             *mat.Dense
	qr            mat.QR
	cond          float64
}

// newDesign centres, scales and factorises. It refuses constant regressors
// (spread below 1e-12 of their size) and a condition above 1e12.
func newDesign(x [][]float64, opts Options) (*design, error) {
	k := len(x[0])
	d := &design{x: x, intercept: !opts.NoIntercept, centre: make([]float64, k), scale: make([]float64, k)}
	for j := range k {
		if err := d.standardise(j, opts); err != nil {
			return nil, err
		}
	}
	for j, lambda := range opts.Ridge {
		if lambda > 0 {
			d.penalised = append(d.penalised, j)
			d.penalty = append(d.penalty, math.Sqrt(lambda)/d.scale[j])
		}
	}
	d.factorise(roots(opts.Weights))
	if !(d.cond <= refuseCondition) {
		return nil, fmt.Errorf("%w: %s follows from the other regressors (condition %.2g, at most %.0g is allowed); drop it or one of those",
			ErrCollinear, d.culprit(opts), d.cond, refuseCondition)
	}
	return d, nil
}

func roots(weights []float64) []float64 {
	if weights == nil {
		return nil
	}
	out := make([]float64, len(weights))
	for i, w := range weights {
		out[i] = math.Sqrt(w)
	}
	return out
}

func (d *design) standardise(j int, opts Options) error {
	n := float64(len(d.x))
	var size float64
	for _, row := range d.x {
		d.centre[j] += row[j] / n
		size = max(size, math.Abs(row[j]))
	}
	if !d.intercept {
		d.centre[j] = 0
	}
	var squares float64
	for _, row := range d.x {
		squares += (row[j] - d.centre[j]) * (row[j] - d.centre[j])
	}
	spread := math.Sqrt(squares / n)
	if spread <= 1e-12*size {
		return fmt.Errorf("%w: %s is %v in every row; drop it", ErrConstant, opts.name(j), d.x[0][j])
	}
	_, exp := math.Frexp(spread)
	d.scale[j] = math.Ldexp(1, exp)
	return nil
}

func (d *design) offset() int {
	if d.intercept {
		return 1
	}
	return 0
}

func (d *design) columns() int { return d.offset() + len(d.centre) }

func (d *design) rows() int { return len(d.x) + len(d.penalised) }

// factorise fills the matrix with these roots of weights and takes its QR.
func (d *design) factorise(root []float64) {
	d.root = root
	d.a = mat.NewDense(d.rows(), d.columns(), nil)
	for i := range d.x {
		d.standardised(i, d.a.RawRowView(i))
	}
	for i, j := range d.penalised {
		d.a.Set(len(d.x)+i, d.offset()+j, d.penalty[i])
	}
	d.qr.Factorize(d.a)
	d.cond = d.qr.Cond()
}

// standardised writes row i of the matrix into out.
func (d *design) standardised(i int, out []float64) {
	if d.intercept {
		out[0] = 1
	}
	for j, v := range d.x[i] {
		out[d.offset()+j] = (v - d.centre[j]) / d.scale[j]
	}
	if d.root == nil {
		return
	}
	for j := range out {
		out[j] *= d.root[i]
	}
}

// culprit names the regressor with the least left over after those before it.
func (d *design) culprit(opts Options) string {
	var r mat.Dense
	d.qr.RTo(&r)
	worst, least := 0, math.Inf(1)
	for j := range d.centre {
		c := d.offset() + j
		if left := math.Abs(r.At(c, c)) / mat.Norm(r.Slice(0, c+1, c, c+1), 2); left < least {
			worst, least = j, left
		}
	}
	return opts.name(worst)
}

// factor returns the upper triangle R with AᵀA = RᵀR.
func (d *design) factor() [][]float64 {
	var m mat.Dense
	d.qr.RTo(&m)
	r := make([][]float64, d.columns())
	for i := range r {
		r[i] = make([]float64, len(r))
		for j := i; j < len(r); j++ {
			r[i][j] = m.At(i, j)
		}
	}
	return r
}

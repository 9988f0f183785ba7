package regress

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// A countFit is one run of iteratively reweighted least squares on counts of
// variance μ + αμ² (α = 0: Poisson) with a logarithmic link.
type countFit struct {
	design    *design
	opts      Options
	y         []float64
	alpha     float64
	exact     bool
	coef      []float64 // of the design's columns
	eta, mu   []float64
	objective float64 // deviance and penalty
}

const (
	// iterations is where IRLS gives up. It needs about six from any start where an
	// estimate exists; where none does, a coefficient walks away by about 1 each time.
	iterations = 60
	// glmEpsilon is where R's glm stops: |change of deviance| / (|deviance| + 0.1).
	glmEpsilon = 1e-8
)

// irls maximises the (penalised) likelihood:
//
//	w = prior · μ/(1+αμ),  z = η − offset + (y−μ)/μ,  c = argmin Σ w (z − Ac)²
//
// from μ = y + 0.1, with the step halved while the deviance rises. It stops where
// R's glm does, leaving the factor of the last weights used; or, if exact, where
// coefficients rest within 1e-12 (1e-14 times the condition if that is more),
// leaving the factor at the estimate.
//
// Source: McCullagh and Nelder (1989), Generalized Linear Models, section 2.5;
// start and stop: R 4.3, functions poisson and glm.fit.
func (c *countFit) irls() error {
	if c.coef == nil {
		c.start()
	}
	tolerance := 1e-12 + 1e-14*c.design.cond
	var step []float64
	for range iterations {
		next, err := c.update()
		if err != nil {
			return err
		}
		before := c.objective
		step = c.move(next)
		moved := largestOf(step) / (1 + largestOf(c.coef))
		if !c.exact && moved < 0.01 && math.Abs(c.objective-before) < glmEpsilon*(math.Abs(c.objective)+0.1) {
			return nil
		}
		if moved <= tolerance {
			c.design.factorise(c.roots())
			return nil
		}
	}
	return c.separated(step)
}

// start puts means beside the responses.
func (c *countFit) start() {
	c.eta, c.mu = make([]float64, len(c.y)), make([]float64, len(c.y))
	for i, v := range c.y {
		c.mu[i] = v + 0.1
		c.eta[i] = math.Log(c.mu[i])
	}
	c.objective = math.Inf(1)
}

// update solves one weighted least squares.
func (c *countFit) update() ([]float64, error) {
	d := c.design
	d.factorise(c.roots())
	if !(d.cond <= refuseCondition) {
		return nil, c.separated(nil)
	}
	b := mat.NewVecDense(d.rows(), nil)
	for i, mu := range c.mu {
		b.SetVec(i, d.root[i]*(c.eta[i]-c.offset(i)+(c.y[i]-mu)/mu))
	}
	var next mat.VecDense
	if err := d.qr.SolveVecTo(&next, false, b); err != nil {
		return nil, c.separated(nil)
	}
	return next.RawVector().Data, nil
}

// roots of the working weights.
func (c *countFit) roots() []float64 {
	out := make([]float64, len(c.mu))
	for i, mu := range c.mu {
		out[i] = math.Sqrt(c.prior(i) * mu / (1 + c.alpha*mu))
	}
	return out
}

// move goes to next, or part of the way, and returns the step it took.
func (c *countFit) move(next []float64) []float64 {
	from := c.coef
	if from == nil {
		c.set(next)
		return next
	}
	before := c.objective
	for share := 1.0; share > 1e-6; share /= 2 {
		at, step := make([]float64, len(next)), make([]float64, len(next))
		for j := range next {
			step[j] = share * (next[j] - from[j])
			at[j] = from[j] + step[j]
		}
		c.set(at)
		if c.objective <= before+1e-10*(math.Abs(before)+1e-3) {
			return step
		}
	}
	c.set(from) // nothing better can be told from rounding: this is the optimum
	return make([]float64, len(next))
}

// set computes everything that follows from the coefficients.
func (c *countFit) set(coef []float64) {
	d := c.design
	c.coef, c.objective = coef, 0
	for i := range c.y {
		eta := c.offset(i)
		if d.intercept {
			eta += coef[0]
		}
		for j, v := range d.x[i] {
			eta += coef[d.offset()+j] * (v - d.centre[j]) / d.scale[j]
		}
		// A row far out may leave what exp can hold; its mean is then 0 or absurd, and
		// neither may become 0/0.
		c.eta[i] = max(-700, min(700, eta))
		c.mu[i] = math.Exp(c.eta[i])
	}
	c.objective = c.deviance()
	for i, j := range d.penalised {
		v := d.penalty[i] * coef[d.offset()+j]
		c.objective += v * v
	}
}

// deviance is 2 Σ w ( y log(y/μ) − (y−μ) ), or with α > 0
// 2 Σ w ( y log(y/μ) − (y+1/α) log((1+αy)/(1+αμ)) ).
func (c *countFit) deviance() float64 {
	var total float64
	for i, y := range c.y {
		mu, part := c.mu[i], 0.0
		if y > 0 {
			part = y * math.Log(y/mu)
		}
		if c.alpha > 0 {
			part -= (y + 1/c.alpha) * math.Log1p(c.alpha*(y-mu)/(1+c.alpha*mu))
		} else {
			part -= y - mu
		}
		total += 2 * c.prior(i) * part
	}
	return total
}

func (c *countFit) offset(i int) float64 {
	if c.opts.Offset == nil {
		return 0
	}
	return c.opts.Offset[i]
}

func (c *countFit) prior(i int) float64 {
	if c.opts.Weights == nil {
		return 1
	}
	return c.opts.Weights[i]
}

// separated names the regressor that walks away.
func (c *countFit) separated(step []float64) error {
	if step == nil {
		step = c.coef
	}
	worst, most := "the intercept", 0.0
	for j := range c.design.centre {
		if k := c.design.offset() + j; k < len(step) && math.Abs(step[k]) > most {
			worst, most = c.opts.name(j), math.Abs(step[k])
		}
	}
	return fmt.Errorf("%w: the coefficient of %s grows without end, because %s is 0 in every row that could hold it back; drop it, merge its categories or give it a ridge",
		ErrSeparated, worst, c.opts.response())
}

func largestOf(values []float64) float64 {
	var most float64
	for _, v := range values {
		most = max(most, math.Abs(v))
	}
	return most
}

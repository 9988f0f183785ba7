package regress

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// counts fits a family of counts. Count starts as quasi-Poisson and turns
// negative binomial where the dispersion is above 1.5.
func (f *Fit) counts(y []float64) error {
	c := &countFit{design: f.design, opts: f.opts, y: y, exact: f.opts.Exact}
	if err := c.irls(); err != nil {
		return err
	}
	f.take(c)
	if f.Family == Count {
		f.Family = QuasiPoisson
		if f.degrees(); f.squares()/f.DF > overdispersed {
			f.Family = NegativeBinomial
		}
	}
	if f.Family == NegativeBinomial {
		if err := f.negativeBinomial(c); err != nil {
			return err
		}
	}
	return f.explained(c)
}

// take reads off a converged run. The working residual sqrt(w)(y−μ)/μ is
// Pearson's, (y−μ)/sqrt(V), so that its squares sum to χ².
func (f *Fit) take(c *countFit) {
	f.coef = make([]twofold, len(c.coef))
	for j, v := range c.coef {
		f.coef[j] = twofold{hi: v}
	}
	f.Resid, f.work = make([]float64, f.N), make([]float64, f.N)
	for i, root := range c.roots() {
		f.Resid[i] = c.y[i] - c.mu[i]
		f.work[i] = root * f.Resid[i] / c.mu[i]
	}
	f.Deviance, f.Alpha = c.deviance(), c.alpha
}

// negativeBinomial alternates between coefficients and α until α rests within
// 1e-11. Where the counts vary no more than Poisson's, α is 0 and a warning says so.
//
// Source: Venables and Ripley (2002), Modern Applied Statistics with S, section
// 7.4 (glm.nb); the standard errors are those for known α, as there.
func (f *Fit) negativeBinomial(c *countFit) error {
	c.exact = true
	for range 200 {
		before := c.alpha
		c.alpha = c.likeliestAlpha()
		c.objective = math.Inf(1)
		if err := c.irls(); err != nil {
			return err
		}
		if math.Abs(c.alpha-before) <= 1e-11*c.alpha {
			f.take(c)
			if c.alpha == 0 {
				f.Warn = append(f.Warn, fmt.Sprintf("%s varies no more than Poisson counts: the negative binomial has become a Poisson of dispersion 1", f.opts.response()))
			}
			return nil
		}
	}
	return fmt.Errorf("%w: the dispersion of the negative binomial does not settle; use family poisson", ErrSeparated)
}

// likeliestAlpha is the α of greatest likelihood at the present means: the root of
//
//	Σ w [ ψ(y+θ) − ψ(θ) + log θ + 1 − log(θ+μ) − (y+θ)/(θ+μ) ],  θ = 1/α
//
// by bisection on log θ, or 0 where Σ w((y−μ)² − y) ≤ 0 or θ is above 1e6 times
// the largest mean (the variance then differs from Poisson's by a millionth).
func (c *countFit) likeliestAlpha() float64 {
	var excess float64
	for i, y := range c.y {
		excess += c.prior(i) * ((y-c.mu[i])*(y-c.mu[i]) - y)
	}
	lo, hi := math.Log(1e-8), math.Log(1e6*largestOf(c.mu))
	if excess <= 0 || c.score(hi) > 0 {
		return 0
	}
	for hi-lo > 1e-14*(1+math.Abs(lo)) {
		middle := (lo + hi) / 2
		if middle == lo || middle == hi {
			break
		}
		if c.score(middle) > 0 {
			lo = middle
		} else {
			hi = middle
		}
	}
	return math.Exp(-(lo + hi) / 2)
}

func (c *countFit) score(logTheta float64) float64 {
	theta := math.Exp(logTheta)
	var total float64
	for i, y := range c.y {
		mu := c.mu[i]
		total += c.prior(i) * (mathext.Digamma(y+theta) - mathext.Digamma(theta) - math.Log1p(mu/theta) - (y-mu)/(theta+mu))
	}
	return total
}

// explained sets R2 to the share of the deviance of a model with nothing but the
// offset and (if there is one) the intercept.
func (f *Fit) explained(c *countFit) error {
	null := &countFit{opts: c.opts, y: c.y, alpha: c.alpha, exact: true, design: &design{x: make([][]float64, f.N), intercept: true}}
	null.opts.Ridge = nil
	if f.design.intercept {
		if err := null.irls(); err != nil {
			return err
		}
	} else {
		null.start()
		null.set([]float64{0})
	}
	f.R2 = math.NaN()
	if d := null.deviance(); d > 1e-12*largestOf(c.y) {
		f.R2 = 1 - f.Deviance/d
	}
	return nil
}

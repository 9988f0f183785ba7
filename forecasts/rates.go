package forecasts

import (
	"errors"
	"math"
)

// countRates forecasts usage by one log-linear regression of a service, with the
// exposure as an offset. For series i (an age band of a service) in period t,
//
//	log E(y_it) = log N_it + a_i + (b + d_i)·x_t      x in years after the last period
//	Var(y_it)   = φ E(y_it)/w_t                        w_t ∝ 0.7^(−x_t), of mean 1
//	mean_i(h)   = N_i[n+h] · exp(a_i + (b + d_i)·x[n+h])
//
// a_i is the level of the series, b the trend of the service and d_i what the series'
// own trend adds. Values are discounted by 0.7 a year, because usage shifts: the level
// is a recent one. Both trends have a ridge, as if drawn from normal distributions
// about 0:
//
//	ridge = φ/0.02² on b,  φ/0.01² on every d_i;  φ = Σ w(y−μ)²/μ / (n − coefficients)
//
// φ and the fit are repeated until φ rests (penalised coefficients count by their
// share). So ten years of many persons show a trend of 1 % a year, and the five years
// of a service that opens do not make one of 100 %. Where φ is above 1.5 the fit is
// negative binomial: the variance is μ + αμ² in the place of φμ, α making Pearson's χ²
// equal to its degrees of freedom, and the ridge has 1 for φ.
//
// The regression is that of the series' service in its municipality, or of the
// narrowest group with three series where the service has fewer. It needs three years
// of values with exposure, and exposure at every period of the horizon; without, the
// error wraps [ErrTooShort], [ErrMissing] or [ErrNoExposure], and with a value below 0
// [ErrRefused]. Values are in persons, because 1.5 is; they need not be whole. A
// history of zeros stays at 0 and lends nothing; a constant one of constant exposure
// stays where it is if its service does. The seasons of quarters and months are not
// told apart. A fit that does not settle in 100 steps wraps ErrRefused.
//
// Source: McCullagh and Nelder (1989), Generalized Linear Models, sections 6.2 and 9.2
// (quasi-likelihood); Breslow (1984), Applied Statistics 33, 38-44 (α from χ²);
// Breslow and Clayton (1993), JASA 88, section 2.1 (ridge as a random effect).
var countRates Model = pooled{
	name: "rates",
	estimate: func(cells []usageCell) ([]usageCurve, error) {
		f := newRateFit(cells)
		if err := f.fit(); err != nil {
			return nil, err
		}
		curves := make([]usageCurve, len(cells))
		for i := range curves {
			curves[i] = func(float64) float64 { return 0 }
		}
		for _, s := range f.series {
			curves[s.cell] = func(years float64) float64 { return math.Exp(s.level + s.trend*years) }
		}
		return curves, nil
	},
}

const (
	rateDiscount  = 0.7  // weight of a value over that of one a year younger
	commonTrendSD = 0.02 // of the trend of a service, a year
	ownTrendSD    = 0.01 // of what a series' trend adds to it, a year
	overdispersed = 1.5
	rateRounds    = 100
)

var errUnsettled = errors.New("the rates do not settle; the counts leave no finite trend")

// newRateFit starts every series that is not all 0 at its mean usage.
func newRateFit(cells []usageCell) *rateFit {
	f := &rateFit{}
	var weights float64
	for i, c := range cells {
		if total(c.y) == 0 {
			continue
		}
		s := &rateSeries{cell: i, y: c.y, exposure: c.exposure}
		for t := range c.y {
			s.x = append(s.x, c.years(t))
			s.weight = append(s.weight, math.Pow(rateDiscount, -s.x[t]))
		}
		weights += total(s.weight)
		f.n += float64(len(s.y))
		f.mean += total(s.y)
		f.series = append(f.series, s)
	}
	f.mean /= f.n
	for _, s := range f.series {
		var y, n float64
		for t := range s.y {
			s.weight[t] *= f.n / weights
			y += s.weight[t] * s.y[t]
			n += s.weight[t] * s.exposure[t]
		}
		s.level = math.Log(y / n)
	}
	return f
}

// fit finds φ, or α, and the coefficients that belong to it. A φ of a millionth of a
// millionth of the mean value is rounding: the fit is exact.
func (f *rateFit) fit() error {
	if len(f.series) == 0 {
		return nil
	}
	f.coefficients = float64(len(f.series)) // so far: levels alone
	for range rateRounds {
		before := f.phi
		f.phi = f.chi2(0) / (f.n - f.coefficients)
		if f.phi <= 1e-12*f.mean || rests(f.phi, before) {
			break
		}
		if err := f.solve(f.phi); err != nil {
			return err
		}
	}
	if f.phi <= overdispersed {
		return nil
	}
	for range rateRounds {
		before := f.alpha
		f.alpha = f.likelyAlpha()
		if err := f.solve(1); err != nil {
			return err
		}
		if rests(f.alpha, before) {
			break
		}
	}
	return nil
}

// rests reports whether a dispersion has come to rest.
func rests(now, before float64) bool { return math.Abs(now-before) <= 1e-9*now }

package regress

import (
	"encoding/json"
	"math"
)

// A Report is a fit as it is published: the first six fields are the whole answer
// of a linear model, the rest stand only where they say something.
type Report struct {
	N           int          `json:"n"`
	DF          Number       `json:"df"`
	R2          Number       `json:"r2"`
	ResidualSD  Number       `json:"residual_sd"`
	Condition   Number       `json:"condition"`
	Terms       []Term       `json:"terms"`
	Family      Family       `json:"family,omitempty"`     // not for gaussian
	Dispersion  *Number      `json:"dispersion,omitempty"` // not for gaussian
	Alpha       *Number      `json:"alpha,omitempty"`      // negative binomial only
	Robust      Robust       `json:"robust,omitempty"`
	Predictions []Prediction `json:"predictions,omitempty"`
}

// A Term is a coefficient with its evidence.
type Term struct {
	Name     string `json:"name"`
	Estimate Number `json:"estimate"`
	StdError Number `json:"std_error"`
	T        Number `json:"t"`
	P        Number `json:"p"`
}

// A Prediction is the mean at a point and the interval of a new observation.
type Prediction struct {
	At     []Number `json:"at"` // in the order of the regressors
	Offset Number   `json:"offset"`
	Level  Number   `json:"level"`
	Mean   Number   `json:"mean"`
	Lower  Number   `json:"lower"`
	Upper  Number   `json:"upper"`
}

// Intercept is the name of the intercept among the terms.
const Intercept = "(intercept)"

// A Number is written to JSON in full double precision, and as null where it is
// not finite, for which JSON has no word.
type Number float64

// MarshalJSON implements [json.Marshaler].
func (v Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(v))
}

// Report returns the fit as it is published.
func (f Fit) Report() Report {
	r := Report{
		N: f.N, DF: Number(f.DF), R2: Number(f.R2), ResidualSD: Number(f.Sigma), Condition: Number(f.Cond),
		Terms: make([]Term, len(f.Coef)), Robust: f.opts.Robust,
	}
	if f.Family != Gaussian {
		dispersion := Number(f.Dispersion)
		r.Family, r.Dispersion = f.Family, &dispersion
	}
	if f.Family == NegativeBinomial {
		alpha := Number(f.Alpha)
		r.Alpha = &alpha
	}
	for i := range f.Coef {
		r.Terms[i] = Term{f.term(i), Number(f.Coef[i]), Number(f.SE[i]), Number(f.T[i]), Number(f.P[i])}
	}
	return r
}

// At returns a prediction as it is published; see [Fit.PredictOffset].
func (f Fit) At(x0 []float64, offset, level float64) Prediction {
	p := Prediction{At: make([]Number, len(x0)), Offset: Number(offset), Level: Number(level)}
	for j, v := range x0 {
		p.At[j] = Number(v)
	}
	mean, lower, upper := f.PredictOffset(x0, offset, level)
	p.Mean, p.Lower, p.Upper = Number(mean), Number(lower), Number(upper)
	return p
}

func (f Fit) term(i int) string {
	j := i - f.design.offset()
	if j < 0 {
		return Intercept
	}
	return f.opts.name(j)
}

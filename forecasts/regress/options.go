package regress

import (
	"fmt"
	"slices"
	"strings"
)

// Options change what [Estimate] fits. The zero value is ordinary least squares
// with an intercept.
type Options struct {
	Names       []string // of the columns of x, for messages; "x1", "x2", ... without
	Response    string   // name of y, for messages; "response" without
	NoIntercept bool

	// MinDF is the least number of degrees of freedom, rows less coefficients,
	// that is fitted: 0 stands for [PoolMinDF]. Below 1 nothing is ever fitted.
	MinDF int

	Family  Family    // "" is Gaussian
	Offset  []float64 // added to the linear predictor with coefficient 1; nil is none
	Weights []float64 // case weights above 0, variance ∝ 1/weight; nil is 1

	// Ridge has a penalty for each column of x: λ_j b_j² is added to the deviance
	// (least squares: to the sum of squares), b_j being the coefficient in the
	// units of x. nil, or 0 for a column, is none. The intercept is never penalised.
	Ridge []float64

	Robust Robust // "" is classical standard errors

	// Exact iterates Poisson and QuasiPoisson until the coefficients rest within
	// 1e-12 and takes standard errors there. Without it they stop where R's glm
	// stops, so that the two agree to the last digit printed; R's coefficients are
	// then about 1e-9 off and its standard errors, taken one iteration early, 1e-5.
	Exact bool
}

const (
	// PoolMinDF is the default of [Options.MinDF]: nobody looks at the models of
	// the forecasting pool one by one, so they need three degrees of freedom.
	PoolMinDF = 3
	// AdHocMinDF is for a reader who sees the warning: with one or two degrees of
	// freedom [Estimate] fits and warns.
	AdHocMinDF = 1
)

// A Family says how the response varies about its mean μ.
type Family string

// The families; all but Gaussian have a logarithmic link. Standard errors take
// the dispersion to be 1 for Poisson and NegativeBinomial, as R's glm and glm.nb
// do, and to be Pearson's χ²/(n−p) for QuasiPoisson.
const (
	Gaussian         Family = "gaussian"
	Poisson          Family = "poisson"      // variance μ; warns where it is above 1.5 μ
	QuasiPoisson     Family = "quasipoisson" // variance φμ
	NegativeBinomial Family = "negbin"       // variance μ + αμ², α by maximum likelihood
	Count            Family = "count"        // quasipoisson; negbin where φ is above 1.5
)

// overdispersed is the φ above which Count becomes negative binomial and Poisson warns.
const overdispersed = 1.5

// A Robust is a standard error that holds under heteroscedasticity.
//
// Source: MacKinnon and White (1985), Journal of Econometrics 29, 305-325.
type Robust string

// The robust standard errors, e being the residual and h its leverage.
const (
	HC0 Robust = "HC0" // e²
	HC1 Robust = "HC1" // e²·n/(n−p)
	HC2 Robust = "HC2" // e²/(1−h)
	HC3 Robust = "HC3" // e²/(1−h)², best in small samples
)

var (
	families = []Family{Gaussian, Poisson, QuasiPoisson, NegativeBinomial, Count}
	robusts  = []Robust{HC0, HC1, HC2, HC3}
)

// ParseFamily reads the name of a family; "" is Gaussian.
func ParseFamily(name string) (Family, error) {
	if name == "" {
		return Gaussian, nil
	}
	return Family(name), oneOf("family", Family(name), families)
}

// ParseRobust reads the name of a robust standard error; "" is none.
func ParseRobust(name string) (Robust, error) {
	if name == "" {
		return "", nil
	}
	return Robust(name), oneOf("robust standard error", Robust(name), robusts)
}

func oneOf[T ~string](what string, got T, allowed []T) error {
	if slices.Contains(allowed, got) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, a := range allowed {
		names[i] = string(a)
	}
	return fmt.Errorf("%w: %s is %q; allowed are %s", ErrOption, what, got, strings.Join(names, ", "))
}

func (o Options) name(j int) string {
	if j < len(o.Names) {
		return o.Names[j]
	}
	return fmt.Sprintf("x%d", j+1)
}

func (o Options) response() string {
	if o.Response == "" {
		return "response"
	}
	return o.Response
}

func (o Options) minDF() int {
	if o.MinDF == 0 {
		return PoolMinDF
	}
	return max(1, o.MinDF)
}

func (o Options) gaussian() bool { return o.Family == "" || o.Family == Gaussian }

// coefficients counts those of k columns that no penalty holds.
func (o Options) coefficients(k int) int {
	p := k
	for _, lambda := range o.Ridge {
		if lambda > 0 {
			p--
		}
	}
	if !o.NoIntercept {
		p++
	}
	return p
}

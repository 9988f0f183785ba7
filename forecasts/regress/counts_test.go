package regress

import (
	"errors"
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s = %.12g, want %.12g ± %g", what, got, want, within)
	}
}

func nearAll(t *testing.T, what string, got, want []float64, within float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range want {
		near(t, what, got[i], want[i], within)
	}
}

func columnOf(values ...float64) [][]float64 {
	rows := make([][]float64, len(values))
	for i, v := range values {
		rows[i] = []float64{v}
	}
	return rows
}

var (
	checkX      = columnOf(1, 2, 3, 4, 5, 6, 7, 8)
	checkY      = []float64{1, 3, 2, 7, 9, 4, 6, 12}
	checkOffset = []float64{0, 0, .1, .1, .2, .2, .3, .3}
)

// TestIRLSAsR: the design's check, section 3.2, which is what R's glm prints for
// glm(y ~ x + offset(o), poisson): stopped at a change of the deviance of 1e-8.
func TestIRLSAsR(t *testing.T) {
	fit, err := Estimate(checkX, checkY, Options{Family: Poisson, Offset: checkOffset})
	if err != nil {
		t.Fatal(err)
	}
	// β is given to ten decimals, the standard errors to eleven.
	nearAll(t, "β", fit.Coef, []float64{0.6055273719, 0.1811873985}, 1e-10)
	nearAll(t, "SE", fit.SE, []float64{0.43009096823, 0.07146573925}, 1e-11)
}

// TestIRLSExact: the same, where the likelihood is greatest. Expected: Newton's
// method and the inverse information in 40 digits (mpmath 1.3).
func TestIRLSExact(t *testing.T) {
	for _, f := range []Family{Poisson, QuasiPoisson} {
		fit, err := Estimate(checkX, checkY, Options{Family: f, Offset: checkOffset, Exact: true})
		if err != nil {
			t.Fatal(err)
		}
		se := []float64{0.430098473363776707, 0.0714666268205532688}
		if f == QuasiPoisson {
			se = []float64{0.482228076374169983, 0.080128659158194981}
		}
		nearAll(t, "β", fit.Coef, []float64{0.605527370791980937, 0.181187398636835985}, 1e-14)
		nearAll(t, "SE", fit.SE, se, 1e-14)
		near(t, "φ", fit.Dispersion, 1.25709813665132421, 1e-13)
		// Deviance and null deviance: statsmodels 0.15, GLM(..., Poisson, offset).
		near(t, "deviance", fit.Deviance, 7.430916694117594, 1e-12)
		near(t, "R²", fit.R2, 1-7.430916694117594/14.317665744205094, 1e-13)
	}
}

// TestWeightedCounts: statsmodels 0.15, GLM with var_weights, scale X2.
func TestWeightedCounts(t *testing.T) {
	fit, err := Estimate(checkX, checkY, Options{Family: QuasiPoisson, Offset: checkOffset, Exact: true,
		Weights: []float64{1, 2, 1, 3, 1, 2, 1, .5}})
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "β", fit.Coef, []float64{0.917173234801941, 0.12744472979027244}, 1e-12)
	nearAll(t, "SE", fit.SE, []float64{0.47126028024857153, 0.09030236315615872}, 1e-12)
}

// TestNegativeBinomial: the likelihood equations for β and θ together, and the
// inverse information of β, solved in 40 digits (mpmath 1.3).
func TestNegativeBinomial(t *testing.T) {
	y := []float64{2, 0, 5, 11, 1, 3, 30, 8, 0, 14, 6, 2, 25, 9, 4, 40}
	var x [][]float64
	for i := range y {
		x = append(x, []float64{float64(i) / 4})
	}
	for _, f := range []Family{NegativeBinomial, Count} { // χ²/df as Poisson is 10.8
		fit, err := Estimate(x, y, Options{Family: f})
		if err != nil {
			t.Fatal(err)
		}
		if fit.Family != NegativeBinomial {
			t.Errorf("family %s has become %s", f, fit.Family)
		}
		nearAll(t, "β", fit.Coef, []float64{1.25154698142872371, 0.483878654586460327}, 1e-10)
		near(t, "α", fit.Alpha, 0.994604962300368919, 1e-10)
		nearAll(t, "SE", fit.SE, []float64{0.522801270714737444, 0.231637479917237676}, 1e-10)
	}
}

// TestCountStaysPoisson: with χ²/df = 1.26 Count is quasi-Poisson; and a negative
// binomial of counts that hardly vary says that it has become Poisson.
func TestCountStaysPoisson(t *testing.T) {
	fit, err := Estimate(checkX, checkY, Options{Family: Count, Offset: checkOffset})
	if err != nil || fit.Family != QuasiPoisson || fit.Alpha != 0 {
		t.Errorf("family %s, α %v, error %v; want quasipoisson", fit.Family, fit.Alpha, err)
	}
	fit, err = Estimate(checkX, []float64{5, 5, 6, 6, 7, 7, 8, 8}, Options{Family: NegativeBinomial})
	if err != nil || fit.Alpha != 0 || len(fit.Warn) != 1 {
		t.Errorf("α %v, warnings %q, error %v; want 0 and one warning", fit.Alpha, fit.Warn, err)
	}
}

var (
	ridgeX = [][]float64{{1, 1}, {2, 1}, {3, 0}, {4, 0}, {5, 1}, {6, 0}, {7, 1}, {8, 0}}
	ridgeY = []float64{4, 7, 1, 0, 9, 3, 6, 2}
)

// TestRidge: penalised score equations, effective degrees of freedom tr((XᵀWX+Λ)⁻¹
// XᵀWX) and standard errors in 40 digits (mpmath 1.3); λ = 2 on the second column.
func TestRidge(t *testing.T) {
	opts := Options{Family: QuasiPoisson, Ridge: []float64{0, 2}, Exact: true}
	fit, err := Estimate(ridgeX, ridgeY, opts)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "β", fit.Coef, []float64{0.418823426993198625, 0.0574742240806023059, 1.13651631493648134}, 1e-13)
	near(t, "df", fit.DF, 8-2.74131534952214447, 1e-12)
	near(t, "φ", fit.Dispersion, 0.899746659277900961, 1e-12)
	nearAll(t, "SE", fit.SE, []float64{0.48206542212898567, 0.0726700516877191662, 0.341138278469246233}, 1e-12)

	opts.Family = Gaussian
	if fit, err = Estimate(ridgeX, ridgeY, opts); err != nil {
		t.Fatal(err)
	}
	nearAll(t, "β", fit.Coef, []float64{2.07547169811320755, 0.138364779874213836, 2.60377358490566038}, 1e-14)
}

// TestRidgeHoldsInteractions: an effect for each cell beside those of its row and
// column, collinear without a penalty, is fitted with one; a cell without any count
// keeps a finite rate between 0 and the additive one.
func TestRidgeHoldsInteractions(t *testing.T) {
	var x [][]float64
	var y, ridge []float64
	for year := range 3 {
		for cell := range 4 {
			row := make([]float64, 6)
			row[0], row[1] = float64(cell/2), float64(cell%2)
			row[2+cell] = 1
			x = append(x, row)
			y = append(y, []float64{8, 20, 12, 0}[cell]*float64(1+year%2))
		}
	}
	if _, err := Estimate(x, y, Options{Family: QuasiPoisson}); !errors.Is(err, ErrCollinear) {
		t.Errorf("without ridge: %v, want ErrCollinear", err)
	}
	ridge = []float64{0, 0, 1, 1, 1, 1}
	fit, err := Estimate(x, y, Options{Family: QuasiPoisson, Ridge: ridge})
	if err != nil {
		t.Fatal(err)
	}
	if mean, _, _ := fit.Predict([]float64{1, 1, 0, 0, 0, 1}, .8); !(mean > 0 && mean < 10) {
		t.Errorf("empty cell has mean %v", mean)
	}
}

// TestRobust: statsmodels 0.15, OLS(...).fit(cov_type=..., use_t=True), and GLM
// Poisson with HC0.
func TestRobust(t *testing.T) {
	for robust, want := range map[Robust][]float64{
		HC0: {0.9822897230945571, 0.2836280599010678},
		HC1: {1.1342504721016908, 0.3275054734672256},
		HC2: {1.1708516108075226, 0.3472444226196528},
		HC3: {1.4154810596313991, 0.4294976162950124},
	} {
		fit, err := OLS(checkX, checkY, Options{Robust: robust})
		if err != nil {
			t.Fatal(err)
		}
		nearAll(t, string(robust), fit.SE, want, 1e-13)
		if robust == HC3 {
			nearAll(t, "p", fit.P, []float64{0.922898201369956, 0.032345972669702114}, 1e-12)
		}
	}
	fit, err := Estimate(checkX, checkY, Options{Family: Poisson, Offset: checkOffset, Robust: HC0, Exact: true})
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "HC0 of counts", fit.SE, []float64{0.3537871989157556, 0.05143540770137057}, 1e-9)
}

// TestWeighted: statsmodels 0.15, WLS of y − offset.
func TestWeighted(t *testing.T) {
	fit, err := OLS(checkX, checkY, Options{Offset: checkOffset, Weights: []float64{1, 2, 1, 3, 1, 2, 1, .5}})
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "β", fit.Coef, []float64{1.40996015936255, 0.861155378486056}, 1e-13)
	nearAll(t, "SE", fit.SE, []float64{2.058794677548941, 0.44695833840350163}, 1e-13)
	near(t, "φ", fit.Dispersion, 8.720471447543163, 1e-13)
	near(t, "R²", fit.R2, 0.38221898594392323, 1e-13)
	mean, _, _ := fit.PredictOffset([]float64{8}, .3, .8)
	near(t, "prediction", mean, 1.40996015936255+8*0.861155378486056+.3, 1e-12)
}

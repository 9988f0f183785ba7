package forecasts

import "opdrift/forecasts/regress"

// ebRates forecasts usage in sparse cells: each band's usage of the last three years,
// drawn towards the service's age pattern as far as chance could have made it differ.
// With Y_i the value (persons times years) and N_i the exposure of band i, summed over
// the last three years,
//
//	μ_i = R_i · ΣY/ΣNR               the service's age pattern at its present level
//	r_i = μ_i (Y_i + 1/τ)/(M_i + 1/τ),  M_i = N_i μ_i
//	τ   = max(0, Σ((Y_i−M_i)² − Y_i)/ΣM_i²)
//	mean_i(h) = N_i[n+h] · r_i
//
// R_i is the band's usage over its whole history and the sums run over the bands of the
// service in its municipality, or over the narrowest group with three series where the
// service has fewer. τ is the variance of the bands' true ratios to the pattern, by
// moments, if values vary as counts do; where it is 0 (few persons, or bands that keep
// step) every band follows the pattern, and where τM_i is large a band keeps its own
// usage. Since the three years are a part of R, τ errs to the low side.
//
// Values must be in persons, 0 or more: in another unit, chance has another size. A
// band without persons in its history stays at 0; with three years of history the
// forecast is ΣY/ΣN of the band, near [demography]'s. It needs three years of values
// with exposure, and exposure at every period of the horizon; without, the error wraps
// [ErrTooShort], [ErrMissing] or [ErrNoExposure], and with a value below 0 [ErrRefused].
//
// Source: Clayton and Kaldor (1987), Biometrics 43, 671-681, section 2 (gamma prior);
// τ by moments; see [regress.Shrink].
var ebRates Model = pooled{
	name: "eb_rates",
	estimate: func(cells []usageCell) ([]usageCurve, error) {
		observed, expected, people := ageExpectation(cells)
		ratios := make([]float64, len(cells))
		if total(expected) > 0 {
			var err error
			if ratios, _, err = regress.Shrink(observed, expected); err != nil {
				return nil, err
			}
		}
		curves := make([]usageCurve, len(cells))
		for i := range cells {
			rate := ratios[i] * expected[i] / people[i]
			curves[i] = func(float64) float64 { return rate }
		}
		return curves, nil
	},
}

// ageExpectation returns the values, their expectation by the age pattern, and the
// exposure of the last three years.
func ageExpectation(cells []usageCell) (observed, expected, people []float64) {
	for _, c := range cells {
		recent := len(c.y) - 3*c.frequency
		observed = append(observed, total(c.y[recent:]))
		people = append(people, total(c.exposure[recent:]))
		rate := total(c.y) / total(c.exposure)
		expected = append(expected, rate*people[len(people)-1])
	}
	if sum := total(expected); sum > 0 {
		level := total(observed) / sum
		for i := range expected {
			expected[i] *= level
		}
	}
	return observed, expected, people
}

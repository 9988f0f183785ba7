package priority

import "math"

// DiscountFactor is what a krone in year t is worth in year 0, with the rate of
// each band used for the years in it:
//
//	DF_t = Π_{k=1..t} 1 / (1 + r_k),  DF_0 = 1
//
// The bands are those of the Danish Ministry of Finance (3.5 % for years 1 to
// 35, 2.5 % to 70, 1.5 % after), real, so flows must be in fixed prices. Steps
// rise by FromYear; years before the first step have its rate, and no steps mean
// no discounting.
func DiscountFactor(steps []Step, t int) float64 {
	f := 1.0
	for k := 1; k <= t; k++ {
		f /= 1 + rate(steps, k)
	}
	return f
}

func rate(steps []Step, year int) float64 {
	if len(steps) == 0 {
		return 0
	}
	r := steps[0].Rate
	for _, s := range steps {
		if s.FromYear <= year {
			r = s.Rate
		}
	}
	return r
}

// NPV is the net present value Σ_t DF_t · flow_t of yearly flows, the first of
// them now. Empty flows are worth 0; a NaN flow makes it NaN.
func NPV(steps []Step, flow []float64) float64 {
	sum := 0.0
	for t, x := range flow {
		sum += DiscountFactor(steps, t) * x
	}
	return sum
}

// normalQuantile is Φ⁻¹(q), ±Inf at 1 and 0.
func normalQuantile(q float64) float64 { return math.Sqrt2 * math.Erfinv(2*q-1) }

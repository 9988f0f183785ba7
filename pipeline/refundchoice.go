package pipeline

import "math"

// A refundChoice is the method taken and why.
type refundChoice struct {
	method, runnerUp, reason string
	origins                  int
	errors                   map[string]float64 // mean absolute error by method, kroner a year
	difference, se           float64            // of the runner-up's error less that of the method, kroner a year; NaN with too few origins
}

// leastRefundOrigins is how many origins must speak for another method than the rule.
const leastRefundOrigins = 3

// chooseRefunds takes the rule with its take-up, unless another method missed by less in
// the past, beyond one standard error of the paired difference between origins. Of two that
// do, the one that missed by least. An origin is the unit: its years share persons.
func chooseRefunds(scores []refundScore) refundChoice {
	by := map[string]map[int64]float64{} // mean absolute error of an origin
	counts := map[int64]float64{}
	for _, s := range scores {
		if s.measure == "refund" && s.method == refundShare {
			counts[s.origin]++
		}
	}
	for _, s := range scores {
		if s.measure != "refund" {
			continue
		}
		if by[s.method] == nil {
			by[s.method] = map[int64]float64{}
		}
		by[s.method][s.origin] += math.Abs(s.miss()) / counts[s.origin]
	}
	c := refundChoice{method: refundBooked, reason: "default", origins: len(counts), errors: map[string]float64{}, difference: math.NaN(), se: math.NaN()}
	for _, method := range refundMethods {
		for _, origin := range sortedKeys(counts) {
			c.errors[method] += by[method][origin] / float64(len(counts))
		}
	}
	if len(counts) < leastRefundOrigins {
		return c
	}
	for _, method := range refundMethods {
		mean, se := pairedGain(by[refundBooked], by[method])
		if method != refundBooked && mean > se && (c.method == refundBooked || c.errors[method] < c.errors[c.method]) {
			c.method, c.runnerUp, c.reason = method, refundBooked, "best"
		}
	}
	for _, method := range refundMethods {
		if c.method == refundBooked && method != refundBooked && (c.runnerUp == "" || c.errors[method] < c.errors[c.runnerUp]) {
			c.runnerUp = method
		}
	}
	c.difference, c.se = pairedGain(by[c.runnerUp], by[c.method])
	return c
}

// pairedGain is the mean by which b is below a over origins, and its standard error.
func pairedGain(a, b map[int64]float64) (mean, se float64) {
	n := float64(len(a))
	for _, origin := range sortedKeys(a) {
		mean += (a[origin] - b[origin]) / n
	}
	for _, origin := range sortedKeys(a) {
		d := a[origin] - b[origin] - mean
		se += d * d / (n - 1) / n
	}
	return mean, math.Sqrt(se)
}

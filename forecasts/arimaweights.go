package forecasts

import "math"

// arimaForms fits all orders, for the values and, where all are above 0, for their
// logarithms, each with the criterion by which it is weighed (weights.go)
//
//	A = n log Σe² + 2k (+ 2 Σ log y for logarithms)
//
// over the same n values, from the third of the second year on: an error is one step
// ahead in the history's own unit whatever the differencing, and the last term, the
// Jacobian of the logarithm, makes those of logarithms comparable. Their paths come back
// by exp, as medians. Orders with n − k − 1 < 1 are left out, as they would fit anything;
// all may be.
//
// Source: Burnham and Anderson (2002), Model Selection and Multimodel Inference, 2nd ed.,
// section 2.11.3 (Jacobian).
func arimaForms(y []float64, m int, seasonal bool, horizon int) []weighed {
	orders := arimaOrders(m, seasonal)
	forms := arimaFits(y, orders, m+2, horizon, perfect*dot(y, y)/float64(len(y)))
	if positive(y) {
		forms = append(forms, arimaLogFits(y, orders, m+2, horizon)...)
	}
	return forms
}

// arimaFits fits the orders to y, compared from value first on. The mean squared error
// is floored at exact, below which a fit is perfect but for rounding.
func arimaFits(y []float64, orders []arimaOrder, first, horizon int, exact float64) []weighed {
	var forms []weighed
	n := float64(len(y) - first)
	for _, o := range orders {
		k := float64(o.parameters())
		if n-k-1 < 1 {
			continue
		}
		f := o.fit(y, first)
		criterion := n*logOf(max(f.sse, n*exact)) + 2*k
		forms = append(forms, weighed{criterion, f.extend(y, horizon)})
	}
	return forms
}

// logGrid is what logarithms are rounded to: about 1e-12, far under any change that
// means something.
const logGrid = 1.0 / (1 << 40)

// arimaLogFits fits the orders to logarithms, whose errors are shares of the values.
// They are those of the values over the first, and rounded: else where a season repeats
// exactly the rounding of the unit would decide what the history leaves open.
func arimaLogFits(y []float64, orders []arimaOrder, first, horizon int) []weighed {
	logs, jacobian := make([]float64, len(y)), 0.0
	for t, v := range y {
		logs[t] = math.Round(math.Log(v/y[0])/logGrid) * logGrid
		if t >= first {
			jacobian += 2 * math.Log(v)
		}
	}
	forms := arimaFits(logs, orders, first, horizon, perfect)
	for k := range forms {
		forms[k].criterion += jacobian
		for h, v := range forms[k].path {
			forms[k].path[h] = y[0] * math.Exp(v)
		}
	}
	return forms
}

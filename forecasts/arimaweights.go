package forecasts

import "math"

// arimaPath is the mean of the paths of all forms, each weighed (weights.go) by its
// criterion
//
//	A = n log Σe² + 2k (+ 2 Σ log y for logarithms)
//
// over the same n periods: an error is one step ahead in the history's own unit whatever
// the differencing, and the last term, the Jacobian of the logarithm, makes those of
// logarithms comparable. Their paths come back by exp, as medians.
//
// Source: Burnham and Anderson (2002), Model Selection and Multimodel Inference, 2nd ed.,
// section 2.11.3 (Jacobian).
func arimaPath(y []float64, m int, seasonal bool, horizon int) []float64 {
	orders := arimaOrders(m, seasonal)
	forms := arimaForms(y, orders, horizon, perfect*dot(y, y)/float64(len(y)))
	if positive(y) {
		forms = append(forms, arimaLogForms(y, orders, horizon)...)
	}
	return averagePath(forms, horizon)
}

// arimaForms fits all orders. The mean squared error is floored at exact, below which a
// fit is perfect but for rounding.
func arimaForms(y []float64, orders []arimaOrder, horizon int, exact float64) []weighed {
	var forms []weighed
	for _, o := range orders {
		f, n := o.fit(y), float64(len(y)-o.first())
		criterion := n*logOf(max(f.sse, n*exact)) + 2*float64(o.parameters())
		forms = append(forms, weighed{criterion, f.extend(y, horizon)})
	}
	return forms
}

// logGrid is what logarithms are rounded to: about 1e-12, far under any change that
// means something.
const logGrid = 1.0 / (1 << 40)

// arimaLogForms fits all orders to logarithms, whose errors are shares of the values.
// They are those of the values over the first, and rounded: else where a season repeats
// exactly the rounding of the unit would decide what the history leaves open.
func arimaLogForms(y []float64, orders []arimaOrder, horizon int) []weighed {
	logs, jacobian := make([]float64, len(y)), 0.0
	for t, v := range y {
		logs[t] = math.Round(math.Log(v/y[0])/logGrid) * logGrid
		if t >= orders[0].first() {
			jacobian += 2 * math.Log(v)
		}
	}
	forms := arimaForms(logs, orders, horizon, perfect)
	for k := range forms {
		forms[k].criterion += jacobian
		for h, v := range forms[k].path {
			forms[k].path[h] = y[0] * math.Exp(v)
		}
	}
	return forms
}

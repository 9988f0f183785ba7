package forecasts

import "math"

// temper is the power of Akaike's weights, as a divisor.
const temper = 4

// A weighed is a path of one form and its criterion, such as Akaike's.
type weighed struct {
	criterion float64
	path      []float64
}

// averagePath is the mean of the paths, each weighed by its criterion A:
//
//	weight = exp(−(A − least A)/2)^(1/4)
//
// Forms whose criteria lie close together differ far ahead, in whether they revert to a
// mean or grow by a percentage, and a short history cannot tell them apart; their mean is
// safer than the best. The fourth root keeps the weights from saying more than the
// criterion knows: no form is true, and one step ahead is not the whole horizon. On the
// ends of the training parts of four public sets of quarterly and monthly series it was
// better than the best form alone, and than the weights without it, first for arima and
// then, unchanged, for ets.
//
// A path that is not finite, such as the exp of a steep trend, is left out.
//
// Source: Burnham and Anderson (2002), Model Selection and Multimodel Inference, 2nd ed.,
// section 2.9; Grünwald and van Ommen (2017), Bayesian Analysis 12, 1069-1103 (a power
// below 1 where no model is true).
func averagePath(forms []weighed, horizon int) []float64 {
	least := math.Inf(1)
	for _, f := range forms {
		if finite(f.path[horizon-1]) {
			least = min(least, f.criterion)
		}
	}
	path, total := make([]float64, horizon), 0.0
	for _, f := range forms {
		if !finite(f.path[horizon-1]) {
			continue
		}
		weight := math.Exp((least - f.criterion) / 2 / temper)
		total += weight
		for h, v := range f.path {
			path[h] += weight * v
		}
	}
	for h := range path {
		path[h] /= total
	}
	return path
}

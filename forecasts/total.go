package forecasts

import "math"

// totalCover is the share of a total that its scored members must make up.
const totalCover = 0.9

// A Total is what the backtest says of a sum of series at its own level.
type Total struct {
	Scores []TotalScore
	Scale  float64 // of the sum's errors at the panel's end (spread)
	seed   uint64  // of the run's draws
}

// A TotalScore is the total's forecast at one origin held against what happened.
type TotalScore struct {
	Origin   int
	Horizon  int
	Forecast float64
	Actual   float64
	Scaled   float64 // (Actual − Forecast)/scale at the origin; NaN when that is 0
}

// A Term of a sum is a product of series, times a constant.
type Term struct {
	Weight float64
	Series []int // indices of Result.Series
}

// SumOf are the terms of a plain sum. members are indices of Result.Series.
func SumOf(members []int) []Term {
	terms := make([]Term, len(members))
	for k, i := range members {
		terms[k] = Term{Weight: 1, Series: []int{i}}
	}
	return terms
}

// BacktestProducts sums the backtest points of products of series, such as volume times
// unit cost, each series by its final method, at the same origins.
//
// A term counts at an origin and horizon when all its series are scored there. The
// origin is scored when such terms make up at least 90 % of the total of all terms
// with a value in the target period; the scale is that of the same terms.
func (r *Result) BacktestProducts(terms []Term) Total {
	return r.totalOf(terms, r.chosen)
}

// totalOf is the backtest of a sum with the given points.
func (r *Result) totalOf(terms []Term, points []float64) Total {
	s := &r.Scores
	t := Total{seed: r.seed}
	for o, origin := range s.Origins {
		for h := range s.Horizon {
			score, used := s.totalAt(terms, points, o, h)
			if len(used) == 0 {
				continue
			}
			score.Scaled = math.NaN()
			if scale := s.scaleOf(used, origin, func(i int) float64 { return s.spread[i*len(s.Origins)+o] }); scale > 0 {
				score.Scaled = (score.Actual - score.Forecast) / scale
			}
			t.Scores = append(t.Scores, score)
		}
	}
	t.Scale = s.scaleOf(terms, r.First-1, func(i int) float64 { return s.now[i] })
	return t
}

// totalAt sums the scored terms of one cell; used is empty when they are too few.
func (s *Scores) totalAt(terms []Term, points []float64, o, h int) (score TotalScore, used []Term) {
	score = TotalScore{Origin: s.Origins[o], Horizon: h + 1}
	var all float64
	for _, term := range terms {
		actual, forecast := term.Weight, term.Weight
		for _, i := range term.Series {
			actual *= s.actual(i, o, h)
			forecast *= points[s.cell(i, o, h)]
		}
		if finite(actual) {
			all += math.Abs(actual)
		}
		if finite(actual) && finite(forecast) {
			score.Actual += actual
			score.Forecast += forecast
			used = append(used, term)
		}
	}
	var covered float64
	for _, term := range used {
		covered += math.Abs(s.productAt(term, s.Origins[o]+h+1))
	}
	if covered < totalCover*all {
		return score, nil
	}
	return score, used
}

func (s *Scores) productAt(term Term, index int) float64 {
	v := term.Weight
	for _, i := range term.Series {
		v *= s.panel.Series[i].at(index)
	}
	return v
}

// scaleOf is the spread of a sum of products if its series erred apart from each other:
//
//	scale² = Σ_i (spread_i · ∂sum/∂x_i)²
//
// with the values of the period and moderated step sizes (spread.go). It follows the
// members, so that totals of services that opened or grew can be compared over time;
// a total's own few steps could not. What has no value or no spread counts as 0.
func (s *Scores) scaleOf(terms []Term, index int, spread func(series int) float64) float64 {
	slopes := make(map[int]float64)
	var order []int
	for _, term := range terms {
		for k, i := range term.Series {
			slope := term.Weight
			for l, other := range term.Series {
				if l != k {
					slope *= s.panel.Series[other].at(index)
				}
			}
			if _, ok := slopes[i]; !ok {
				order = append(order, i)
			}
			if finite(slope) {
				slopes[i] += slope
			}
		}
	}
	var sum float64
	for _, i := range order {
		if v := slopes[i] * spread(i); finite(v) {
			sum += v * v
		}
	}
	return math.Sqrt(sum)
}

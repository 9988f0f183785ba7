package forecasts

import (
	"math"
	"slices"
)

const (
	// enoughTotals is the fewest scores of a total that widen its interval.
	enoughTotals = 20
	// totalCover is the share of a total that its scored members must make up.
	totalCover = 0.9
)

// A Total is what the backtest says of a sum of series at its own level.
type Total struct {
	Scores      []TotalScore
	Scale       float64 // mean absolute step of the sum's history, for scaling back
	NonNegative bool
}

// A TotalScore is the total's forecast at one origin held against what happened.
type TotalScore struct {
	Origin   int
	Horizon  int
	Forecast float64
	Actual   float64
	Scaled   float64 // (Actual − Forecast)/scale at the origin; NaN when that is 0
}

// BacktestTotal sums the members' backtest points, each by its final method, at
// the same origins. members are indices of Result.Series.
func (r *Result) BacktestTotal(members []int) Total {
	terms := make([]Term, len(members))
	for k, i := range members {
		terms[k] = Term{Weight: 1, Series: []int{i}}
	}
	return r.BacktestProducts(terms)
}

// A Term of a sum is a product of series, times a constant.
type Term struct {
	Weight float64
	Series []int // indices of Result.Series
}

// BacktestProducts is [Result.BacktestTotal] for a sum of products, such as volume
// times unit cost.
//
// A term counts at an origin and horizon when all its series are scored there. The
// origin is scored when such terms make up at least 90 % of the total of all terms
// with a value in the target period; the scale is that of the same terms' sum.
func (r *Result) BacktestProducts(terms []Term) Total {
	s := &r.Scores
	t := Total{NonNegative: true}
	for _, term := range terms {
		for _, i := range term.Series {
			t.NonNegative = t.NonNegative && s.panel.Series[i].NonNegative
		}
	}
	for o, origin := range s.Origins {
		for h := range s.Horizon {
			score, used := r.totalAt(terms, o, h)
			if len(used) == 0 {
				continue
			}
			scale := stepSize(s.sumBetween(used, origin), s.panel.Frequency)
			score.Scaled = math.NaN()
			if scale > 0 {
				score.Scaled = (score.Actual - score.Forecast) / scale
			}
			t.Scores = append(t.Scores, score)
		}
	}
	t.Scale = stepSize(s.sumBetween(terms, r.First-1), s.panel.Frequency)
	return t
}

// totalAt sums the scored terms of one cell; used is empty when they are too few.
func (r *Result) totalAt(terms []Term, o, h int) (score TotalScore, used []Term) {
	s := &r.Scores
	score = TotalScore{Origin: s.Origins[o], Horizon: h + 1}
	var all float64
	for _, term := range terms {
		actual, forecast := term.Weight, term.Weight
		for _, i := range term.Series {
			actual *= s.actual(i, o, h)
			forecast *= r.chosen[s.cell(i, o, h)]
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

// sumBetween is the newest unbroken history of the sum of terms up to index last.
func (s *Scores) sumBetween(terms []Term, last int) []float64 {
	var y []float64
	for index := last; ; index-- {
		var sum float64
		for _, term := range terms {
			sum += s.productAt(term, index)
		}
		if !finite(sum) || len(terms) == 0 {
			break
		}
		y = append(y, sum)
	}
	slices.Reverse(y)
	return y
}

// TotalInterval returns, by horizon, the quantiles of a total from its joint draws
// (rows by horizon), each side widened to the total's own conformal radius where
// the backtest has at least 20 scores of it:
//
//	lower = min(quantile of draws, mean − c),  c = scale · √h · r(⌈(N+1) level⌉)
//
// with r the ascending |scaled error|/√h of all horizons. Below 20 scores, and
// where a level is beyond them, the quantiles are those of the draws alone. The
// median is that of the draws. Widened says for each horizon whether the outermost
// quantiles moved. A row without draws gives NaN.
func TotalInterval(rows [][]float32, t Total) (q []Quantiles, widened []bool) {
	radii := t.radii()
	q, widened = make([]Quantiles, len(rows)), make([]bool, len(rows))
	for h, row := range rows {
		plain := quantilesOf(row)
		own := plain
		if radii != nil {
			root := t.Scale * math.Sqrt(float64(h+1))
			own = spread(meanOf(row), [3]float64{root * radii[0], root * radii[1], root * radii[2]}, t.NonNegative)
		}
		q[h] = plain.wider(own)
		widened[h] = q[h].P025 != plain.P025 || q[h].P975 != plain.P975
	}
	return q, widened
}

// radii returns the total's own radii at the three levels for horizon 1, in units
// of its scale; nil when it has too few scores or no scale.
func (t Total) radii() []float64 {
	var scores []float64
	for _, s := range t.Scores {
		if finite(s.Scaled) {
			scores = append(scores, math.Abs(s.Scaled)/math.Sqrt(float64(s.Horizon)))
		}
	}
	if len(scores) < enoughTotals || !(t.Scale > 0) {
		return nil
	}
	slices.Sort(scores)
	var radii []float64
	for _, level := range levels {
		radii = append(radii, radius(scores, level, false))
	}
	return radii
}

// wider takes the outer of two quantiles on each side; NaN in other is ignored.
func (q Quantiles) wider(other Quantiles) Quantiles {
	low := func(a, b float64) float64 {
		if b < a {
			return b
		}
		return a
	}
	high := func(a, b float64) float64 { return -low(-a, -b) }
	return Quantiles{
		P025: low(q.P025, other.P025), P10: low(q.P10, other.P10), P25: low(q.P25, other.P25), P50: q.P50,
		P75: high(q.P75, other.P75), P90: high(q.P90, other.P90), P975: high(q.P975, other.P975),
	}
}

// quantilesOf interpolates linearly between the order statistics of draws (type 7
// of Hyndman and Fan 1996). Without draws it is NaN.
func quantilesOf(draws []float32) Quantiles {
	sorted := slices.Clone(draws)
	slices.Sort(sorted)
	at := func(p float64) float64 {
		if len(sorted) == 0 {
			return math.NaN()
		}
		place := p * float64(len(sorted)-1)
		i := int(place)
		if i+1 == len(sorted) {
			return float64(sorted[i])
		}
		low, high := float64(sorted[i]), float64(sorted[i+1])
		return low + (place-float64(i))*(high-low)
	}
	return Quantiles{P025: at(.025), P10: at(.1), P25: at(.25), P50: at(.5), P75: at(.75), P90: at(.9), P975: at(.975)}
}

func meanOf(draws []float32) float64 {
	var sum float64
	for _, v := range draws {
		sum += float64(v)
	}
	return sum / float64(len(draws))
}

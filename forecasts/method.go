package forecasts

import (
	"math"
	"strings"
)

// choices decides for every distinct list of groups, from the scores whose outcome
// was known at cutoff. It returns the number of each series' choice and the choices
// in panel order.
func (s *Scores) choices(cutoff int) (bySeries []int, distinct []Choice) {
	members := s.panel.members()
	picks := make(map[string]Choice)
	pick := func(group string) Choice {
		c, ok := picks[group]
		if !ok {
			c = s.pick(members[group], cutoff)
			picks[group] = c
		}
		return c
	}
	index := make(map[string]int)
	bySeries = make([]int, len(s.panel.Series))
	for i, series := range s.panel.Series {
		key := strings.Join(series.groups(), "\x00")
		if _, ok := index[key]; !ok {
			index[key] = len(distinct)
			distinct = append(distinct, s.choose(series.groups(), pick))
		}
		bySeries[i] = index[key]
	}
	return bySeries, distinct
}

// leaveLater returns the points of the method that the selection would have
// chosen at each origin, from scores whose outcome was known there.
func (s *Scores) leaveLater() []float64 {
	points := blank(s.cells())
	for o, origin := range s.Origins {
		bySeries, distinct := s.choices(origin)
		for i := range s.panel.Series {
			for h := range s.Horizon {
				c := s.cell(i, o, h)
				points[c] = s.combine(distinct[bySeries[i]].members, c)
			}
		}
	}
	return points
}

// chosenPoints returns the backtest points of each series' final method.
func (s *Scores) chosenPoints(bySeries []int, distinct []Choice) []float64 {
	points := blank(s.cells())
	s.each(func(i, _, _, c int) {
		points[c] = s.combine(distinct[bySeries[i]].members, c)
	})
	return points
}

// combine is the equal mean of the models that have a point in the cell. Where
// none of them has one, the first model in the list that has stands in.
func (s *Scores) combine(members []int, c int) float64 {
	var sum, n float64
	for _, m := range members {
		if v := s.points[m][c]; finite(v) {
			sum += v
			n++
		}
	}
	if n > 0 {
		return sum / n
	}
	for _, points := range s.points {
		if finite(points[c]) {
			return points[c]
		}
	}
	return math.NaN()
}

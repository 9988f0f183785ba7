package forecasts

import (
	"cmp"
	"math"
	"slices"
)

// A rated is one member's mean absolute scaled error by way, and its weight in the mean
// over all: levels count alike, and so do the members of one level.
type rated struct {
	level  string
	weight float64
	mean   []float64 // by reconciler
}

// rate returns the members that have scores.
func (t *trial) rate() []rated {
	var out []rated
	count := make(map[string]float64)
	for m := range t.members() {
		row := rated{level: bottomLevel, mean: make([]float64, len(reconcilers))}
		if n := m - len(t.h.series); n >= 0 {
			row.level = t.h.nodes[n].Level
		}
		for w := range reconcilers {
			var all average
			for h := range t.series.Horizon {
				all.add(t.errors[w][m*t.series.Horizon+h].mean())
			}
			row.mean[w] = all.mean()
		}
		if finite(row.mean[0]) {
			out = append(out, row)
			count[row.level]++
		}
	}
	for k := range out {
		out[k].weight = 1 / count[out[k].level] / float64(len(count))
	}
	return out
}

// choose takes the best way, if it beats the default by more than one standard error.
func (t *trial) choose() Reconciliation {
	rows := t.rate()
	if len(rows) < fewSeries {
		return Reconciliation{}
	}
	c := Reconciliation{Series: len(t.h.series), Origins: t.origins, Levels: t.levelScores(rows)}
	order, score := make([]int, len(reconcilers)), make([]float64, len(reconcilers))
	for w := range reconcilers {
		order[w] = w
		for _, row := range rows {
			score[w] += row.weight * row.mean[w]
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[a], score[b]) })
	best := order[0]
	c.Reason = "best"
	if d, se := weighted(rows, 0, best); best != 0 && d <= se {
		best, c.Reason = 0, "default"
	}
	second := order[slices.IndexFunc(order, func(w int) bool { return w != best })]
	c.Method, c.RunnerUp = reconcilers[best].name, reconcilers[second].name
	c.Difference, c.SE = weighted(rows, second, best)
	return c
}

// weighted returns how much worse way a is than b, and the standard error of that over
// the members:
//
//	d = Σ w_i d_i,  SE² = n/(n−1) Σ w_i² (d_i − d)²,  Σ w_i = 1
//
// Source: the linearised variance of a weighted mean, Särndal, Swensson and Wretman
// (1992), Model Assisted Survey Sampling, section 5.6, without a finite population.
func weighted(rows []rated, a, b int) (difference, se float64) {
	for _, row := range rows {
		difference += row.weight * (row.mean[a] - row.mean[b])
	}
	for _, row := range rows {
		e := row.weight * (row.mean[a] - row.mean[b] - difference)
		se += e * e
	}
	n := float64(len(rows))
	return difference, math.Sqrt(se * n / (n - 1))
}

// levelScores returns the mean of every way on every level, and over all.
func (t *trial) levelScores(rows []rated) []LevelScore {
	var out []LevelScore
	for _, level := range append([]string{""}, t.h.levels()...) {
		for w, way := range reconcilers {
			line := LevelScore{Level: level, Method: way.name}
			var sum, weight float64
			for _, row := range rows {
				if level == "" || row.level == level {
					sum, weight = sum+row.weight*row.mean[w], weight+row.weight
					line.Members++
				}
			}
			if line.Members == 0 {
				continue
			}
			line.Score = sum / weight
			out = append(out, line)
		}
	}
	return out
}

package forecasts

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

const (
	defaultMinGroup = 30
	// fewSeries is the fewest series whose differences have a standard error
	// worth using, for the widest group when it is under the limit.
	fewSeries = 5
)

// A Choice says which method a group of series uses and why. Score and
// RunnerUpScore are mean absolute scaled errors over the series; Difference is
// their difference and SE the standard error of its per-series values.
type Choice struct {
	Groups        []string // as in Series.Groups
	Decided       string   // the group whose evidence chose; "" for the default
	Model         string   // such as "naive" or "mean(naive+demography)"
	Models        []string // its members, in the shipped order
	RunnerUp      string   // the second-best single model; "" when there is none
	Score         float64  // of the best single model
	RunnerUpScore float64
	Difference    float64
	SE            float64
	Series        int    // with scores in the deciding group
	Origins       int    // likewise
	Reason        string // best, tie or default
	members       []int  // of Scores.points
}

// choose decides for series with the given groups from what pick says of each
// (Series 0 where it has no scores). The narrowest group with minGroup scored
// series decides; else the widest, if at least five series have scores; else
// the first model in the list, which is the shipped default.
func (s *Scores) choose(groups []string, pick func(group string) Choice) Choice {
	for _, g := range groups {
		c := pick(g)
		if c.Series >= s.minGroup || g == groups[len(groups)-1] && c.Series >= fewSeries {
			c.Groups, c.Decided = groups, g
			return c
		}
	}
	nan := math.NaN()
	c := Choice{Groups: groups, Reason: "default", Score: nan, RunnerUpScore: nan, Difference: nan, SE: nan}
	return s.named(c, []int{0})
}

// named completes a choice with the method made of the given models.
func (s *Scores) named(c Choice, members []int) Choice {
	c.members = members
	for _, m := range members {
		c.Models = append(c.Models, s.Models[m])
	}
	c.Model = methodName(c.Models)
	return c
}

func methodName(models []string) string {
	if len(models) == 1 {
		return models[0]
	}
	return "mean(" + strings.Join(models, "+") + ")"
}

// pick compares the models on the cells whose outcome was known at the end of period
// cutoff. A model that did fewer than half of the scored series takes no part. The best wins if the
// second is worse by more than the standard error of their paired per-series
// differences; else the method is the equal mean of all models within one such
// error of the best.
func (s *Scores) pick(series []int, cutoff int) Choice {
	models := s.candidates(series, cutoff)
	means, origins := s.perSeries(series, models, cutoff)
	if len(means) == 0 {
		return Choice{}
	}
	score := make([]float64, len(models))
	for k := range models {
		for _, row := range means {
			score[k] += row[k] / float64(len(means))
		}
	}
	order := make([]int, len(models))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[a], score[b]) })
	best := order[0]
	c := Choice{Score: score[best], Series: len(means), Origins: origins,
		Reason: "best", RunnerUpScore: math.NaN(), Difference: math.NaN(), SE: math.NaN()}
	within := []int{models[best]}
	if len(order) > 1 {
		second := order[1]
		c.RunnerUp, c.RunnerUpScore = s.Models[models[second]], score[second]
		c.Difference, c.SE = paired(means, second, best)
		if c.Difference <= c.SE {
			c.Reason = "tie"
			within = nil
			for k, m := range models {
				if d, se := paired(means, k, best); d <= se {
					within = append(within, m)
				}
			}
		}
	}
	return s.named(c, within)
}

// paired returns the mean of column a less column b and its standard error, which
// is 0 with one row.
func paired(rows [][]float64, a, b int) (diff, se float64) {
	n := float64(len(rows))
	for _, row := range rows {
		diff += (row[a] - row[b]) / n
	}
	if len(rows) < 2 {
		return diff, 0
	}
	for _, row := range rows {
		se += (row[a] - row[b] - diff) * (row[a] - row[b] - diff)
	}
	return diff, math.Sqrt(se / (n - 1) / n)
}

// candidates returns the models that have scores for at least half of the series
// that any model has scores for.
func (s *Scores) candidates(series []int, cutoff int) []int {
	counts := make([]int, len(s.points))
	var scored int
	for _, i := range series {
		any := false
		for m := range counts {
			if s.hasScore(m, i, cutoff) {
				counts[m]++
				any = true
			}
		}
		if any {
			scored++
		}
	}
	var models []int
	for m, n := range counts {
		if n > 0 && 2*n >= scored && s.Models[m] != Selected {
			models = append(models, m)
		}
	}
	return models
}

func (s *Scores) hasScore(model, i, cutoff int) bool {
	found := false
	s.knownCells(i, cutoff, func(_, c int) {
		found = found || finite(s.scaled[model][c])
	})
	return found
}

// knownCells visits the cells of series i whose outcome is known at cutoff.
func (s *Scores) knownCells(i, cutoff int, visit func(o, c int)) {
	for o, origin := range s.Origins {
		for h := range s.Horizon {
			if origin+h+1 <= cutoff {
				visit(o, s.cell(i, o, h))
			}
		}
	}
}

// perSeries returns each series' mean absolute scaled error by model, every horizon
// with a score counting alike, and the number of origins with one. Where a model has
// no point, the first in the pool that has stands in, as it would in the forecast:
// the models are compared as they would be used, and one that cannot do every series
// takes no evidence from the others.
func (s *Scores) perSeries(series, models []int, cutoff int) (means [][]float64, origins int) {
	if len(models) == 0 {
		return nil, 0
	}
	seen := make([]bool, len(s.Origins))
	sums, counts := make([]float64, s.Horizon*len(models)), make([]float64, s.Horizon)
	for _, i := range series {
		clear(sums)
		clear(counts)
		s.knownCells(i, cutoff, func(o, c int) {
			stand := s.standIn(c)
			if !finite(stand) {
				return
			}
			h := c % s.Horizon
			counts[h]++
			seen[o] = true
			for k, m := range models {
				r := s.scaled[m][c]
				if !finite(r) {
					r = stand
				}
				sums[h*len(models)+k] += math.Abs(r)
			}
		})
		if row := overHorizons(sums, counts); row != nil {
			means = append(means, row)
		}
	}
	for _, used := range seen {
		if used {
			origins++
		}
	}
	return means, origins
}

// standIn is the scaled error of the first model with one in the cell, else NaN.
func (s *Scores) standIn(c int) float64 {
	for m := range s.scaled {
		if r := s.scaled[m][c]; finite(r) && s.Models[m] != Selected {
			return r
		}
	}
	return math.NaN()
}

// overHorizons averages sums by horizon and model, first within a horizon, then over
// the horizons with a count; nil when there is none.
func overHorizons(sums, counts []float64) []float64 {
	models := len(sums) / len(counts)
	means, used := make([]float64, models), 0.0
	for h, n := range counts {
		if n == 0 {
			continue
		}
		used++
		for k := range means {
			means[k] += sums[h*models+k] / n
		}
	}
	if used == 0 {
		return nil
	}
	for k := range means {
		means[k] /= used
	}
	return means
}

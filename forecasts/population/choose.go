package population

import (
	"fmt"
	"math"
)

const (
	// fewest is the origins below which a band is not judged.
	fewest = 2
	// elderly is the age from which deaths outweigh moves, so that cohort ratios are
	// the better guess where nothing could be scored.
	elderly = 67
)

// A record is what both methods did to one band in the past.
type record struct {
	scores           int
	cohort, constant float64   // sums of relative errors
	lead             []float64 // by origin: mean error of cohort ratios less that of a constant
}

// choose scores both methods on the history, per band: from each past year that
// has ratios of its own, over each later year within the horizon. Interpolated
// ages count on neither side.
func (g *grid) choose(years int, opts Options) []Choice {
	records := make([]record, len(opts.Bands))
	for _, origin := range g.years {
		paths := g.project(origin, years, opts)
		if paths == nil {
			continue
		}
		for b, band := range opts.Bands {
			records[b].add(g.score(origin, paths, band))
		}
	}
	out := make([]Choice, len(opts.Bands))
	for b, band := range opts.Bands {
		out[b] = records[b].decide(band)
	}
	return out
}

// score compares both methods from one origin.
func (g *grid) score(origin int, paths []layer, band Band) (n int, cohort, constant float64) {
	for _, year := range g.years {
		if year <= origin || year > origin+len(paths) {
			continue
		}
		truth := g.at[year]
		want := g.sum(truth, truth, band)
		if !(want > 0) {
			continue
		}
		n++
		cohort += math.Abs(g.sum(paths[year-origin-1], truth, band)-want) / want
		constant += math.Abs(g.sum(g.at[origin], truth, band)-want) / want
	}
	return n, cohort, constant
}

func (r *record) add(n int, cohort, constant float64) {
	if n == 0 {
		return
	}
	r.scores += n
	r.cohort += cohort
	r.constant += constant
	r.lead = append(r.lead, (cohort-constant)/float64(n))
}

// sum adds a band of l over the groups that were counted in truth.
func (g *grid) sum(l, truth layer, band Band) float64 {
	var total float64
	for s := range l.persons {
		for i, v := range l.persons[s] {
			if band.holds(i*g.width) && !truth.filled[s][i] {
				total += v
			}
		}
	}
	return total
}

// decide takes the constant population where it erred less by more than one
// standard error over origins, and cohort ratios elsewhere: a population that has
// not changed much for two years is no evidence that it will not.
func (r record) decide(band Band) Choice {
	n := float64(r.scores)
	c := Choice{Band: band, Method: Cohort, Cohort: r.cohort / n, Constant: r.constant / n, Scores: r.scores}
	mean, se := meanError(r.lead)
	switch {
	case len(r.lead) < fewest && band.From >= elderly:
		c.Reason = fmt.Sprintf("too few origins to judge by (%d of %d): from %d on cohort ratios are the better guess", len(r.lead), fewest, elderly)
	case len(r.lead) < fewest:
		c.Method = Constant
		c.Reason = fmt.Sprintf("too few origins to judge by (%d of %d): below %d moves outweigh deaths", len(r.lead), fewest, elderly)
	case mean > se:
		c.Method = Constant
		c.Reason = fmt.Sprintf("a constant population erred by %.1f %%, cohort ratios by %.1f %%: more by over one standard error", 100*c.Constant, 100*c.Cohort)
	default:
		c.Reason = fmt.Sprintf("cohort ratios erred by %.1f %%, a constant population by %.1f %%: no less by over one standard error", 100*c.Cohort, 100*c.Constant)
	}
	return c
}

// meanError returns the mean and its standard error, which is infinite below two
// values.
func meanError(values []float64) (mean, se float64) {
	n := float64(len(values))
	for _, v := range values {
		mean += v / n
	}
	if n < 2 {
		return mean, math.Inf(1)
	}
	var squares float64
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(squares / (n - 1) / n)
}

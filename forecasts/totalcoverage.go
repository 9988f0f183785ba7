package forecasts

import (
	"context"
	"slices"
)

// A TotalCoverage counts, by horizon, the outcomes of a total that its intervals of the
// past were held against, and those inside.
type TotalCoverage struct{ Scores, Inside80, Inside95 []int }

// Plus adds up the counts of two totals; one without any adds nothing.
func (c TotalCoverage) Plus(other TotalCoverage) TotalCoverage {
	add := func(a, b []int) []int {
		out := slices.Clone(b)
		for h, n := range a {
			out[h] += n
		}
		return out
	}
	return TotalCoverage{add(c.Scores, other.Scores), add(c.Inside80, other.Inside80), add(c.Inside95, other.Inside95)}
}

// CoverTotals makes the interval of each sum of products at every origin as it would have
// been made there, and holds it against what came. Nothing in it is younger than the
// origin (pastDraws): the methods, the errors that calibrate the series, what they have in
// common and the total's own errors ([Stretch]) are those whose outcome was known. So the
// first origin has no interval, and each error is held against intervals that it did not
// make. Points are those of "selected", before they are reconciled with their sums.
//
// An outcome counts where the total is scored ([Result.BacktestProducts]) and every series
// in it had evidence for an interval.
func (r *Result) CoverTotals(ctx context.Context, totals [][]Term) ([]TotalCoverage, error) {
	s, out := &r.Scores, make([]TotalCoverage, len(totals))
	points, own := row(s, Selected), make([]Total, len(totals))
	for k, terms := range totals {
		out[k] = TotalCoverage{make([]int, s.Horizon), make([]int, s.Horizon), make([]int, s.Horizon)}
		own[k] = r.totalOf(terms, points)
	}
	for o := range s.Origins {
		drawn, err := r.pastDraws(ctx, points, o)
		if err != nil {
			return nil, err
		}
		p := past{scores: s, o: o, points: points, draws: drawn}
		err = parallel(ctx, len(totals), func(k int) error {
			p.cover(&out[k], totals[k], own[k])
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// A past is one origin with the joint draws made there.
type past struct {
	scores *Scores
	o      int
	points []float64
	draws  [][][]float32 // by series, horizon and draw; nil without evidence
}

// cover counts the outcomes of one total. t has its scores of all origins.
func (p *past) cover(c *TotalCoverage, terms []Term, t Total) {
	s, origin := p.scores, p.scores.Origins[p.o]
	var now []TotalScore
	for _, score := range t.Scores {
		if score.Origin == origin {
			now = append(now, score)
		}
	}
	if len(now) == 0 {
		return
	}
	t.Scores = slices.DeleteFunc(slices.Clone(t.Scores), func(score TotalScore) bool { return score.Origin+score.Horizon > origin })
	t.Scale = s.scaleOf(terms, origin, func(i int) float64 { return s.spread[i*len(s.Origins)+p.o] })
	rows, whole := make([][]float32, s.Horizon), make([]bool, s.Horizon)
	for h := range rows {
		rows[h], whole[h] = p.sum(terms, h)
	}
	stretch := NewStretch(rows, t)
	for _, score := range now {
		h := score.Horizon - 1
		q := quantilesOf(stretch.Draws(h, rows[h]))
		if !whole[h] || !(q.P90 > q.P10) {
			continue
		}
		c.Scores[h]++
		if q.P10 <= score.Actual && score.Actual <= q.P90 {
			c.Inside80[h]++
		}
		if q.P025 <= score.Actual && score.Actual <= q.P975 {
			c.Inside95[h]++
		}
	}
}

// sum adds up the draws of the terms that are scored at a horizon, or beyond what is known
// now of all that can be drawn. whole is false where a scored one has none.
func (p *past) sum(terms []Term, h int) (row []float32, whole bool) {
	row, whole = make([]float32, pastFutures), true
	for _, term := range terms {
		if !p.scored(term, h) {
			continue
		}
		if slices.ContainsFunc(term.Series, func(i int) bool { return p.draws[i] == nil }) {
			whole = whole && p.scores.beyond(p.o, h)
			continue
		}
		for d := range row {
			v := term.Weight
			for _, i := range term.Series {
				v *= float64(p.draws[i][h][d])
			}
			row[d] += float32(v)
		}
	}
	return row, whole
}

// scored reports whether a term counts in the total's score; beyond what is known all do.
func (p *past) scored(term Term, h int) bool {
	s := p.scores
	return s.beyond(p.o, h) || !slices.ContainsFunc(term.Series, func(i int) bool {
		return !finite(s.actual(i, p.o, h)) || !finite(p.points[s.cell(i, p.o, h)])
	})
}

// beyond reports whether what an origin forecasts at a horizon is after the panel's end.
func (s *Scores) beyond(o, h int) bool { return s.Origins[o]+h+1 > s.panel.Last() }

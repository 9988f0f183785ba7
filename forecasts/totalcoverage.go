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

// A Sum is a total whose intervals are held against the past.
type Sum struct {
	Terms []Term
	Kind  string // of what it is a sum; errors of one kind say something of each other
	Part  bool   // its errors count for others: sums of sums would count the same twice
}

// CoverTotals makes the interval of each sum of products at every origin as it would have
// been made there, and holds it against what came. Nothing in it is younger than the
// origin (pastDraws): the methods, the errors that calibrate the series, what they have in
// common and the errors of the total and of the others ([Stretch]) are those whose outcome
// was known. So the first origin has no interval, and each error is held against intervals
// that it did not make. Points are those of "selected", before they are reconciled with
// their sums.
//
// An outcome counts where the total is scored ([Result.BacktestProducts]) and every series
// in it had evidence for an interval.
func (r *Result) CoverTotals(ctx context.Context, sums []Sum) ([]TotalCoverage, error) {
	s, out := &r.Scores, make([]TotalCoverage, len(sums))
	points, own := row(s, Selected), make([]Total, len(sums))
	for k, sum := range sums {
		out[k] = TotalCoverage{make([]int, s.Horizon), make([]int, s.Horizon), make([]int, s.Horizon)}
		own[k] = r.totalOf(sum.Terms, points)
	}
	for o := range s.Origins {
		drawn, err := r.pastDraws(ctx, points, o)
		if err != nil {
			return nil, err
		}
		p := past{scores: s, o: o, points: points, draws: drawn}
		made, errors := make([]pastTotal, len(sums)), make([]TotalErrors, len(sums))
		err = parallel(ctx, len(sums), func(k int) error {
			made[k] = p.total(sums[k].Terms, own[k])
			errors[k] = NewTotalErrors(made[k].wholeRows(), made[k].known)
			return nil
		})
		if err != nil {
			return nil, err
		}
		others := Others(sums, errors)
		err = parallel(ctx, len(sums), func(k int) error {
			made[k].cover(&out[k], others(k))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Others returns, for each of the sums, the errors of the parts of its kind, without its
// own: not those of itself, nor of a part that is a sum of the same.
func Others(sums []Sum, errors []TotalErrors) func(k int) TotalErrors {
	parts := map[string]TotalErrors{}
	for k, sum := range sums {
		if sum.Part {
			parts[sum.Kind] = parts[sum.Kind].Plus(errors[k])
		}
	}
	return func(k int) TotalErrors {
		out := parts[sums[k].Kind]
		for j, sum := range sums {
			if sum.Part && sum.Kind == sums[k].Kind && (j == k || slices.EqualFunc(sum.Terms, sums[k].Terms, Term.same)) {
				out = out.Less(errors[j])
			}
		}
		return out
	}
}

func (t Term) same(other Term) bool {
	return t.Weight == other.Weight && slices.Equal(t.Series, other.Series)
}

// A past is one origin with the joint draws made there.
type past struct {
	scores *Scores
	o      int
	points []float64
	draws  [][][]float32 // by series, horizon and draw; nil without evidence
}

// A pastTotal is a total as it was known at an origin, and what came.
type pastTotal struct {
	rows  [][]float32
	whole []bool       // by horizon: every scored term could be drawn
	known Total        // the errors whose outcome was known
	came  []TotalScore // the forecasts made there, with their outcomes
}

// total draws a sum at the origin; t has its scores of all origins.
func (p *past) total(terms []Term, t Total) pastTotal {
	s, origin := p.scores, p.scores.Origins[p.o]
	out := pastTotal{rows: make([][]float32, s.Horizon), whole: make([]bool, s.Horizon), known: t}
	out.known.Scores = nil
	for _, score := range t.Scores {
		switch {
		case score.Origin == origin:
			out.came = append(out.came, score)
		case score.Origin+score.Horizon <= origin:
			out.known.Scores = append(out.known.Scores, score)
		}
	}
	out.known.Scale = s.scaleOf(terms, origin, func(i int) float64 { return s.spread[i*len(s.Origins)+p.o] })
	for h := range out.rows {
		out.rows[h], out.whole[h] = p.sum(terms, h)
	}
	return out
}

// wholeRows are the draws at horizons of which no scored term is left out.
func (t pastTotal) wholeRows() [][]float32 {
	out := slices.Clone(t.rows)
	for h, whole := range t.whole {
		if !whole {
			out[h] = nil
		}
	}
	return out
}

// cover counts the outcomes.
func (t pastTotal) cover(c *TotalCoverage, others TotalErrors) {
	stretch := NewStretch(t.rows, t.known, others)
	for _, score := range t.came {
		h := score.Horizon - 1
		q := quantilesOf(stretch.Draws(h, t.rows[h]))
		if !t.whole[h] || !(q.P90 > q.P10) {
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

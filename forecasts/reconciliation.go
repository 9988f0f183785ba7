package forecasts

import (
	"context"
	"math"
	"slices"
)

// A Reconciliation says how series were made to agree with their sums and why. It is
// empty where there was nothing to decide by.
type Reconciliation struct {
	Method     string // bottom_up, top_down, ols or structural; "" where none was tried
	RunnerUp   string
	Reason     string // best; default where bottom_up was not beaten
	Difference float64
	SE         float64 // of the difference to the runner-up
	Series     int     // that take part; sums are beside them
	Origins    int
	Levels     []LevelScore
}

// A LevelScore is the mean absolute scaled error of a way to reconcile on one level, or
// with Level "" on all of them, each level counting alike.
type LevelScore struct {
	Level   string
	Method  string
	Score   float64
	Members int // series or nodes with scores
}

// reconcile forecasts the nodes too, from their own histories, and moves the series so
// that both agree, in the way that the backtest says is best (reconcilers). Totals are
// sums of series whatever the way, so they are coherent.
//
// Every way is scored at every origin on points of methods chosen with what was known
// there: for each series and node its mean absolute scaled error, every horizon alike,
// then the mean over the members of each level, then that over the levels. A way
// replaces bottom_up only where it is better than it by more than the standard error of
// their paired differences: with a handful of origins a small gain is luck, and a
// forecast that rests on its own series alone is easier to explain.
func (r *Result) reconcile(ctx context.Context, models []Model, opts Options) error {
	s := &r.Scores
	h := newHierarchy(s.panel, opts.Nodes)
	if len(h.nodes) == 0 || len(s.Origins) == 0 {
		return nil
	}
	totals, err := Forecast(ctx, h.totals, Options{Horizon: opts.Horizon, Models: models, MinGroup: opts.MinGroup})
	if err != nil {
		return err
	}
	t := &totals.Scores
	trial := trial{h: &h, series: s, totals: t}
	trial.run(row(s, Selected), row(t, Selected))
	r.Reconciliation = trial.choose()
	best := slices.IndexFunc(reconcilers, func(c reconciler) bool { return c.name == r.Reconciliation.Method })
	if best <= 0 {
		return nil
	}
	r.chosen = trial.points(reconcilers[best], r.chosen, totals.chosen)
	r.move(&h, reconcilers[best], totals)
	return nil
}

// row is the points of a model.
func row(s *Scores, model string) []float64 { return s.points[slices.Index(s.Models, model)] }

// move replaces the paths of the series.
func (r *Result) move(h *hierarchy, way reconciler, totals Result) {
	shares := h.shares(r.Scores.panel, r.First-1)
	for step := range r.Series[h.series[0]].Mean {
		b, a := make([]float64, len(h.series)), make([]float64, len(h.nodes))
		for k, i := range h.series {
			b[k] = r.Series[i].Mean[step]
		}
		for n := range h.nodes {
			a[n] = totals.Series[n].Mean[step]
		}
		for k, v := range way.of(h, shares, b, a) {
			i := h.series[k]
			if r.Series[i].Mean[step] = v; r.Scores.panel.Series[i].NonNegative {
				r.Series[i].Mean[step] = max(0, v)
			}
		}
	}
}

// A trial holds the ways to reconcile against what happened.
type trial struct {
	h              *hierarchy
	series, totals *Scores
	errors         [][]average // by way and member × horizon: absolute scaled errors
	origins        int
}

// members is the number of series and nodes, in that order.
func (t *trial) members() int { return len(t.h.series) + len(t.h.nodes) }

// run scores every way on the points of series and totals.
func (t *trial) run(series, totals []float64) {
	for range reconcilers {
		t.errors = append(t.errors, make([]average, t.members()*t.series.Horizon))
	}
	for o := range t.series.Origins {
		used := false
		for h := range t.series.Horizon {
			b, a, ok := t.at(series, totals, o, h)
			if !ok {
				continue
			}
			used = true
			shares := t.h.shares(t.series.panel, t.series.Origins[o])
			for w, way := range reconcilers {
				t.score(w, o, h, t.floored(way.of(t.h, shares, b, a)))
			}
		}
		if used {
			t.origins++
		}
	}
}

// at returns the points of one origin and horizon; ok is false unless all are there.
func (t *trial) at(series, totals []float64, o, h int) (b, a []float64, ok bool) {
	p := slices.Index(t.totals.Origins, t.series.Origins[o])
	if p < 0 {
		return nil, nil, false
	}
	for _, i := range t.h.series {
		b = append(b, series[t.series.cell(i, o, h)])
	}
	for n := range t.h.nodes {
		a = append(a, totals[t.totals.cell(n, p, h)])
	}
	return b, a, !slices.ContainsFunc(slices.Concat(b, a), func(v float64) bool { return !finite(v) })
}

// floored puts points of non-negative series at 0 at least.
func (t *trial) floored(points []float64) []float64 {
	for k, i := range t.h.series {
		if t.series.panel.Series[i].NonNegative {
			points[k] = max(0, points[k])
		}
	}
	return points
}

// score adds the errors of a way's points for the series, and of their sums for nodes.
func (t *trial) score(way, o, h int, points []float64) {
	add := func(member int, scale, e float64) {
		if scale > 0 {
			t.errors[way][member*t.series.Horizon+h].add(math.Abs(e) / scale)
		}
	}
	for k, i := range t.h.series {
		add(k, t.series.scale[i*len(t.series.Origins)+o], t.series.actual(i, o, h)-points[k])
	}
	p := slices.Index(t.totals.Origins, t.series.Origins[o])
	for n, node := range t.h.nodes {
		var sum float64
		for _, k := range node.Members {
			sum += points[k]
		}
		add(len(t.h.series)+n, t.totals.scale[n*len(t.totals.Origins)+p], t.totals.actual(n, p, h)-sum)
	}
}

// points returns the backtest points of all series, reconciled where the hierarchy
// has all of them.
func (t *trial) points(way reconciler, series, totals []float64) []float64 {
	out := slices.Clone(series)
	for o := range t.series.Origins {
		shares := t.h.shares(t.series.panel, t.series.Origins[o])
		for h := range t.series.Horizon {
			b, a, ok := t.at(series, totals, o, h)
			if !ok {
				continue
			}
			for k, v := range t.floored(way.of(t.h, shares, b, a)) {
				out[t.series.cell(t.h.series[k], o, h)] = v
			}
		}
	}
	return out
}

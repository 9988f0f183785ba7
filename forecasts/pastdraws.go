package forecasts

import (
	"context"
	"math"

	"opdrift/forecasts/draws"
)

// pastFutures is how many draws an interval of the past rests on.
const pastFutures = 200

// pastDraws returns the joint draws that would have been made at an origin around the
// given points, by series, horizon and draw, as [Result.addDraws] makes them at the
// panel's end: from errors whose outcome was known there and spreads of then. A series
// without a point or without evidence for an interval has nil. Beyond the panel's end,
// where there is no point, the last one stands.
func (r *Result) pastDraws(ctx context.Context, points []float64, o int) ([][][]float32, error) {
	s := &r.Scores
	origin := s.Origins[o]
	spreads := s.inSpreads(s.errors(points))
	prop := s.proportions(points, spreads)
	g := prop.at(origin)
	errors := prop.inUnits(spreads, g)
	own := s.ownErrors(errors, origin)
	errors = s.knownAt(s.inUnits(errors, own), origin)
	cals := s.calibrations(errors, origin)
	joint := draws.NewJoint(r.seed, pastFutures, s.Horizon, s.blocks(errors, cals, s.Horizon))
	tables, then, least := rankTables(cals, pastFutures, s.Horizon), s.panel.At(origin), leastTraining(s.panel.Frequency)
	out := make([][][]float32, len(then.Series))
	err := parallel(ctx, len(out), func(i int) error {
		path, at := s.pastPath(points, i, o), i*len(s.Origins)+o
		look := s.look(then.Series[i], origin, s.spread[at]*own.at[at], cals)
		switch {
		case path == nil || look.status == NoEvidence:
			return nil
		case !look.hasInterval():
			out[i] = constantDraws(path, pastFutures)
			return nil
		}
		for _, v := range path {
			look.factors = append(look.factors, levelFactor(g[then.Series[i].block()], logLevel(v, s.level[at])))
		}
		ranks := joint.Ranks(then.Series[i].block(), then.Series[i].Key, s.Horizon)
		out[i] = look.mapRanks(ranks, path, tables[look.group], least)
		if then.Series[i].NonNegative {
			floorDraws(out[i], path)
		}
		return nil
	})
	return out, err
}

// pastPath is the path of a series' points at an origin, where there is none the one
// before it, or before the first one that; nil without any.
func (s *Scores) pastPath(points []float64, i, o int) []float64 {
	path, last := make([]float64, s.Horizon), math.NaN()
	for h := s.Horizon - 1; h >= 0; h-- { // the first point there is
		if v := points[s.cell(i, o, h)]; finite(v) {
			last = v
		}
	}
	if !finite(last) {
		return nil
	}
	for h := range path {
		if v := points[s.cell(i, o, h)]; finite(v) {
			last = v
		}
		path[h] = last
	}
	return path
}

// knownAt leaves out the values of cells whose outcome was not known at cutoff.
func (s *Scores) knownAt(values []float64, cutoff int) []float64 {
	out := blank(len(values))
	for i := range s.panel.Series {
		s.knownCells(i, cutoff, func(_, c int) { out[c] = values[c] })
	}
	return out
}

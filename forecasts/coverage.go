package forecasts

import "math"

// levels are the central intervals that are published: their tails are 1 - level.
var levels = []float64{0.5, 0.8, 0.95}

// An evaluation holds what each forecast of one model would have covered, by cell.
// Every interval is made at its origin from scores whose outcome was known there
// (leave later), so it never covers what calibrated it. NaN where too few scores
// were known.
type evaluation struct {
	inside80, inside95 []float64 // 1 inside, 0 outside
	msis95, wis        []float64
}

// evaluate makes the intervals of one row of scores and holds them against what
// happened.
func (s *Scores) evaluate(points, scaled []float64) evaluation {
	n := s.cells()
	e := evaluation{blank(n), blank(n), blank(n), blank(n)}
	spreads := s.inSpreads(scaled)
	prop := s.proportions(points, spreads)
	for o, origin := range s.Origins {
		g := prop.at(origin)
		errors := prop.inUnits(spreads, g)
		own := s.ownErrors(errors, origin)
		cals := s.calibrations(s.inUnits(errors, own), origin)
		radii := make(map[string][][]float64, len(cals))
		for group, c := range cals {
			for _, level := range levels {
				radii[group] = append(radii[group], c.radii(level, s.Horizon, false))
			}
		}
		for i, series := range s.panel.Series {
			table, power := radii[s.calibrator(series.groups(), cals)], g[series.block()]
			for h := range s.Horizon {
				c := s.cell(i, o, h)
				if finite(errors[c]) {
					s.judge(&e, i, o, h, points[c], own.at[i*len(s.Origins)+o]*levelFactor(power, prop.x[c]), table)
				}
			}
		}
	}
	return e
}

// judge scores one forecast's intervals; factor is that of its level and of the series'
// own errors.
func (s *Scores) judge(e *evaluation, i, o, h int, point, factor float64, radii [][]float64) {
	at, c, y := i*len(s.Origins)+o, s.cell(i, o, h), s.actual(i, o, h)
	scale := s.scale[at]
	wis := math.Abs(y-point) / 2
	for l, level := range levels {
		half := s.spread[at] * factor * radii[l][h]
		lower, upper := point-half, point+half
		if s.panel.Series[i].NonNegative {
			lower = max(0, lower)
		}
		score := intervalScore(y, lower, upper, 1-level)
		wis += (1 - level) / 2 * score
		if !finite(half) {
			continue
		}
		inside := 0.0
		if lower <= y && y <= upper {
			inside = 1
		}
		switch level {
		case 0.8:
			e.inside80[c] = inside
		case 0.95:
			e.inside95[c], e.msis95[c] = inside, score/scale
		}
	}
	e.wis[c] = wis / (float64(len(levels)) + 0.5) / scale
}

// intervalScore is the width of the interval plus 2/alpha times what y lies
// outside. NaN bounds give NaN.
//
// Source: Gneiting and Raftery (2007), JASA 102, section 6.2.
func intervalScore(y, lower, upper, alpha float64) float64 {
	return upper - lower + 2/alpha*(max(0, lower-y)+max(0, y-upper))
}

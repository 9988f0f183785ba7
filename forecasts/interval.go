package forecasts

import "math"

// Quantiles of a forecast, in the unit of the series.
type Quantiles struct {
	P025, P10, P25, P50, P75, P90, P975 float64
}

// spread returns the quantiles of a point with symmetric radii at the levels .5,
// .8 and .95, NaN where a radius is. With floored none is under 0.
func spread(point float64, radii [3]float64, floored bool) Quantiles {
	low := func(r float64) float64 {
		if floored && finite(r) {
			return max(0, point-r)
		}
		return point - r
	}
	return Quantiles{
		P025: low(radii[2]), P10: low(radii[1]), P25: low(radii[0]), P50: point,
		P75: point + radii[0], P90: point + radii[1], P975: point + radii[2],
	}
}

// An outlook is what the interval of one series rests on.
type outlook struct {
	status Status
	n      int     // unbroken values
	lag    int     // periods the series ends before the panel
	scale  float64 // of its errors: the moderated step size times what its own errors say
	group  string  // whose scores calibrate it

	factors []float64 // of the scale, by horizon: what the level of the point says
}

// growth says how a horizon (from the series' end) is widened beyond n − 5: its
// radius is at least that of horizon own times grown. Up to n − 5, and for a series
// without evidence of its own, grown is 0.
func (o outlook) growth(horizon, least int) (own int, grown float64) {
	own = o.n - least
	if own < 1 || horizon <= own {
		return 1, 0
	}
	return own, math.Sqrt(float64(horizon) / float64(own))
}

// widened corrects the group's radii, by horizon from the series' end, for what
// this series has evidence of itself, and drops the horizons its lag has used up.
func (o outlook) widened(radii []float64, least int) []float64 {
	out := make([]float64, len(radii)-o.lag)
	for h := range out {
		far := h + o.lag
		own, grown := o.growth(far+1, least)
		out[h] = o.scale * o.factors[h] * max(radii[far], grown*radii[own-1])
	}
	return out
}

// statusAt adds what depends on the horizon (from 1) to the status.
func (o outlook) statusAt(horizon, least int, widest float64) Status {
	switch {
	case o.status != OK && o.status != Stale:
		return o.status
	case math.IsNaN(widest):
		return FewScores
	case horizon+o.lag > o.n-least:
		return Extrapolated
	}
	return o.status
}

// look says what the interval of a series that is known up to last can rest on; scale is
// that of its errors.
func (s *Scores) look(series Series, last int, scale float64, cals map[string]*calibration) outlook {
	h := newHistory(series, s.panel.Frequency, last)
	o := outlook{status: OK, n: len(h.y), lag: h.lag, scale: scale}
	o.group = s.calibrator(series.groups(), cals)
	cal := cals[o.group]
	switch {
	case o.n == 0:
		o.status = NoData
	case o.n < 3:
		o.status = TooShort
	case cal == nil || cal.top() == 0:
		o.status = NoEvidence
	case !(o.scale > 0):
		o.status = ScaleZero
	case o.n <= leastTraining(s.panel.Frequency):
		o.status = Borrowed
	case o.lag > 0:
		o.status = Stale
	}
	return o
}

// hasInterval reports whether there is anything to make an interval from.
func (o outlook) hasInterval() bool {
	return o.status == OK || o.status == Stale || o.status == Borrowed
}

package forecasts

import (
	"context"
	"math"
	"slices"
)

// A Summary is what one model did on one group's series. A number without
// evidence is NaN.
type Summary struct {
	Group   string
	Model   string // a model, or "selected"
	Horizon int    // 0 for all horizons

	Bias       float64 // mean scaled error; above 0 the forecast was too low
	MASE       float64 // mean absolute scaled error
	WAPE       float64 // Σ|actual − forecast| / Σ|actual|
	Coverage80 float64 // share inside the 80 % interval
	Coverage95 float64
	MSIS95     float64 // mean scaled interval score, M4 definition
	WIS        float64 // weighted interval score over scale, Bracher et al. (2021), α = .05, .2, .5
	SkillNaive float64 // 1 − MASE/MASE of naive, on the cells both could do
	SkillFlat3 float64 // likewise

	Series          int // with a scaled error
	Origins         int // likewise
	CoverageOrigins int // with an interval; all later than those that calibrated it

	// Status is "ok"; "scale_zero" when there are scores but none could be scaled;
	// "no_later_origin" when coverage is NaN because no origin is later than enough
	// calibrating scores; "vintage_unknown" when numbers stand, but at some origin
	// no vintage was known.
	Status Status
}

// Summary returns one row for each group, model and horizon with scores, and one
// with horizon 0 for all horizons, in the order of group name, Models, horizon.
func (s *Scores) Summary(ctx context.Context) ([]Summary, error) {
	evaluations := make([]evaluation, len(s.Models))
	err := parallel(ctx, len(s.Models), func(m int) error {
		evaluations[m] = s.evaluate(s.points[m], s.scaled[m])
		return nil
	})
	if err != nil {
		return nil, err
	}
	members := s.panel.members()
	var rows []Summary
	for _, g := range names(members) {
		for m := range s.Models {
			for h := range s.Horizon + 1 {
				row, ok := s.summarise(members[g], m, h, evaluations[m])
				if ok {
					row.Group = g
					rows = append(rows, row)
				}
			}
		}
	}
	return rows, nil
}

// A tally adds up the cells of one row.
type tally struct {
	bias, mase, cover80, cover95, msis, wis average
	naive, flat3                            pairing
	missed, size                            float64
	points                                  int
	unknown                                 bool
	series, origins, later                  map[int]bool
}

// summarise makes one row; ok is false when the model has no point there.
func (s *Scores) summarise(series []int, m, horizon int, e evaluation) (row Summary, ok bool) {
	t := tally{series: map[int]bool{}, origins: map[int]bool{}, later: map[int]bool{}}
	for _, i := range series {
		for o := range s.Origins {
			for h := range s.Horizon {
				if horizon == 0 || h+1 == horizon {
					s.count(&t, m, i, o, h, e)
				}
			}
		}
	}
	row = Summary{
		Model: s.Models[m], Horizon: horizon,
		Bias: t.bias.mean(), MASE: t.mase.mean(), WAPE: t.missed / t.size,
		Coverage80: t.cover80.mean(), Coverage95: t.cover95.mean(),
		MSIS95: t.msis.mean(), WIS: t.wis.mean(),
		SkillNaive: t.naive.skill(), SkillFlat3: t.flat3.skill(),
		Series: len(t.series), Origins: len(t.origins), CoverageOrigins: len(t.later),
		Status: t.status(),
	}
	if t.size == 0 {
		row.WAPE = math.NaN()
	}
	return row, t.points > 0
}

// count adds one cell.
func (s *Scores) count(t *tally, m, i, o, h int, e evaluation) {
	c := s.cell(i, o, h)
	point := s.points[m][c]
	if !finite(point) {
		return
	}
	y := s.actual(i, o, h)
	t.points++
	t.missed += math.Abs(y - point)
	t.size += math.Abs(y)
	t.unknown = t.unknown || s.unknown[i*len(s.Origins)+o]
	r := s.scaled[m][c]
	if !finite(r) {
		return
	}
	t.series[i], t.origins[o] = true, true
	t.bias.add(r)
	t.mase.add(math.Abs(r))
	t.naive.add(r, s.other("naive", c))
	t.flat3.add(r, s.other("flat3", c))
	t.cover80.add(e.inside80[c])
	t.cover95.add(e.inside95[c])
	t.msis.add(e.msis95[c])
	t.wis.add(e.wis[c])
	if finite(e.inside95[c]) {
		t.later[o] = true
	}
}

// other is the scaled error of a named model, NaN when it is not in the pool.
func (s *Scores) other(model string, c int) float64 {
	if k := slices.Index(s.Models, model); k >= 0 {
		return s.scaled[k][c]
	}
	return math.NaN()
}

func (t *tally) status() Status {
	switch {
	case t.mase.n == 0:
		return ScaleZero
	case t.cover95.n == 0:
		return NoLaterOrigin
	case t.unknown:
		return VintageUnknown
	}
	return OK
}

// An average skips NaN and is NaN when empty.
type average struct{ sum, n float64 }

func (a *average) add(v float64) {
	if finite(v) {
		a.sum += v
		a.n++
	}
}

func (a average) mean() float64 {
	if a.n == 0 {
		return math.NaN()
	}
	return a.sum / a.n
}

// A pairing compares absolute scaled errors where both exist.
type pairing struct{ own, other average }

func (p *pairing) add(own, other float64) {
	if finite(own) && finite(other) {
		p.own.add(math.Abs(own))
		p.other.add(math.Abs(other))
	}
}

// skill is NaN without pairs, or when the other never missed.
func (p pairing) skill() float64 {
	if p.other.sum == 0 {
		return math.NaN()
	}
	return 1 - p.own.sum/p.other.sum
}

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
	SMAPE      float64 // mean of 200 |actual − forecast|/(|actual| + |forecast|), in percent, 0 where both are 0; M4 definition
	OWA        float64 // mean of MASE and of sMAPE, each over that of naive2 (naive in a yearly panel) on the cells both could do
	Coverage80 float64 // share inside the 80 % interval
	Coverage95 float64
	MSIS95     float64 // mean scaled interval score, M4 definition
	WIS        float64 // weighted interval score over scale, Bracher et al. (2021), α = .05, .2, .5
	SkillNaive float64 // 1 − MASE/MASE of naive, on the cells both could do
	SkillFlat3 float64 // likewise

	SkillDemography float64 // likewise

	// Bootstrap intervals of the skills at 95 %, drawing series with their scores; on
	// rows for all horizons of five series or more, else NaN.
	SkillNaiveLow, SkillNaiveHigh           float64
	SkillFlat3Low, SkillFlat3High           float64
	SkillDemographyLow, SkillDemographyHigh float64

	Series          int // with a scaled error
	Origins         int // likewise
	CoverageOrigins int // with an interval; all later than those that calibrated it

	CoverageScores80, CoverageScores95 int // outcomes that the intervals were held against

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
	groups := names(members)
	rows := make([][]Summary, len(groups))
	err = parallel(ctx, len(groups), func(g int) error {
		rows[g] = s.summariseGroup(groups[g], members[groups[g]], evaluations)
		return nil
	})
	return slices.Concat(rows...), err
}

func (s *Scores) summariseGroup(group string, series []int, evaluations []evaluation) []Summary {
	again := resample(group, len(series))
	var rows []Summary
	for m := range s.Models {
		for h := range s.Horizon + 1 {
			t := s.tally(series, m, h, evaluations[m])
			if t.points == 0 {
				continue
			}
			row := t.summary(group, s.Models[m], h)
			if h == 0 && len(t.series) >= fewSeries {
				row.SkillNaiveLow, row.SkillNaiveHigh = t.naive.interval(again)
				row.SkillFlat3Low, row.SkillFlat3High = t.flat3.interval(again)
				row.SkillDemographyLow, row.SkillDemographyHigh = t.demography.interval(again)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// A tally adds up the cells of one row.
type tally struct {
	bias, mase, smape, cover80, cover95, msis, wis average
	naive, flat3, demography                       pairing
	relative                                       relative
	missed, size                                   float64
	points                                         int
	unknown                                        bool
	series, origins, later                         map[int]bool
}

// tally adds up one model on a group's series, at one horizon or, for 0, at all.
func (s *Scores) tally(series []int, m, horizon int, e evaluation) *tally {
	t := &tally{series: map[int]bool{}, origins: map[int]bool{}, later: map[int]bool{}}
	t.naive, t.flat3, t.demography = newPairing(len(series)), newPairing(len(series)), newPairing(len(series))
	for place, i := range series {
		for o := range s.Origins {
			for h := range s.Horizon {
				if horizon == 0 || h+1 == horizon {
					s.count(t, m, place, i, o, h, e)
				}
			}
		}
	}
	return t
}

// summary makes a row of what was added.
func (t *tally) summary(group, model string, horizon int) Summary {
	nan := math.NaN()
	row := Summary{
		Group: group, Model: model, Horizon: horizon,
		Bias: t.bias.mean(), MASE: t.mase.mean(), WAPE: t.missed / t.size,
		SMAPE: t.smape.mean(), OWA: t.relative.owa(),
		Coverage80: t.cover80.mean(), Coverage95: t.cover95.mean(),
		MSIS95: t.msis.mean(), WIS: t.wis.mean(),
		SkillNaive: t.naive.skill(), SkillFlat3: t.flat3.skill(), SkillDemography: t.demography.skill(),
		SkillNaiveLow: nan, SkillNaiveHigh: nan, SkillFlat3Low: nan, SkillFlat3High: nan,
		SkillDemographyLow: nan, SkillDemographyHigh: nan,
		Series: len(t.series), Origins: len(t.origins), CoverageOrigins: len(t.later),
		CoverageScores80: int(t.cover80.n), CoverageScores95: int(t.cover95.n),
		Status: t.status(),
	}
	if t.size == 0 {
		row.WAPE = nan
	}
	return row
}

// count adds one cell.
func (s *Scores) count(t *tally, m, place, i, o, h int, e evaluation) {
	c := s.cell(i, o, h)
	point := s.points[m][c]
	if !finite(point) {
		return
	}
	y := s.actual(i, o, h)
	t.points++
	t.missed += math.Abs(y - point)
	t.size += math.Abs(y)
	t.smape.add(smape(y, point))
	t.unknown = t.unknown || s.unknown[i*len(s.Origins)+o]
	r := s.scaled[m][c]
	if !finite(r) {
		return
	}
	t.series[i], t.origins[o] = true, true
	t.bias.add(r)
	t.mase.add(math.Abs(r))
	t.naive.add(place, r, s.other("naive", c))
	t.flat3.add(place, r, s.other("flat3", c))
	t.demography.add(place, r, s.other("demography", c))
	s.addRelative(&t.relative, c, y, point, r)
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

package forecasts

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Selected names the row of scores that used, at each origin, the method the
// selection would have chosen with what was known then.
const Selected = "selected"

// Scores are the errors of every model at every origin and horizon, and those of
// "selected". Read them with [Scores.Rows] and [Scores.Summary].
type Scores struct {
	Models  []string // the models, then "selected"
	Origins []int    // calendar index of the last known period, ascending
	Horizon int

	panel    Panel
	minGroup int
	scale    []float64   // by series and origin; NaN where not backtested
	spread   []float64   // likewise, moderated (spread.go): the unit of intervals
	now      []float64   // the same at the panel's end, by series
	level    []float64   // by series and origin: mean size of the last year's values
	levelNow []float64   // the same at the panel's end, by series
	unknown  []bool      // by series and origin: a vintage was unknown
	points   [][]float64 // by model: series × origin × horizon; NaN where none
	scaled   [][]float64 // likewise, (actual − point)/scale
}

// Backtest scores the models on rolling origins. A series takes part at an origin
// when it has a value there and at least five before and with it without a gap
// (three years when there are 4 or 12 periods a year); horizon h is scored where
// a value h periods later is known. So a series needs 6 points, and has evidence
// for horizons up to n − 5. At each origin the models see [Panel.At] only.
//
// Errors are scaled by the mean absolute one-step change within the training
// values (yearly; the change from the same season a year earlier otherwise), which
// makes the mean absolute scaled error the MASE of Hyndman and Koehler (2006). A
// scale of 0 gives no scaled error but the status scale_zero.
func Backtest(ctx context.Context, p Panel, models []Model, horizon int) (Scores, error) {
	return backtest(ctx, p, models, horizon, defaultMinGroup)
}

func backtest(ctx context.Context, p Panel, models []Model, horizon, minGroup int) (Scores, error) {
	if err := p.check(); err != nil {
		return Scores{}, err
	}
	if horizon < 1 {
		return Scores{}, fmt.Errorf("horizon is %d periods; at least 1 is allowed", horizon)
	}
	s := Scores{panel: p, Horizon: horizon, minGroup: minGroup}
	s.plan()
	for _, m := range models {
		s.Models = append(s.Models, m.Name())
		s.points = append(s.points, blank(s.cells()))
	}
	combined := combinations(models)
	err := parallel(ctx, len(models)*len(s.Origins), func(i int) error {
		m := i / len(s.Origins)
		if _, ok := combined[m]; ok {
			return nil
		}
		return s.fit(m, models[m], i%len(s.Origins))
	})
	if err != nil {
		return Scores{}, err
	}
	for m, parts := range combined {
		s.takeCombined(m, models[m].(combination).of, parts)
	}
	for _, points := range s.points {
		s.scaled = append(s.scaled, s.errors(points))
	}
	points := s.leaveLater()
	s.Models = append(s.Models, Selected)
	s.points = append(s.points, points)
	s.scaled = append(s.scaled, s.errors(points))
	return s, ctx.Err()
}

// leastTraining is the fewest values an origin may hold.
func leastTraining(frequency int) int {
	if frequency == 1 {
		return 5
	}
	return 3 * frequency
}

// plan finds the origins and the scale of each series there.
func (s *Scores) plan() {
	first, last := math.MaxInt, s.panel.Last()
	for _, series := range s.panel.Series {
		first = min(first, series.First)
	}
	var scales [][]float64
	var unknown [][]bool
	for _, origin := range candidateOrigins(first, last, s.Horizon, s.panel.Frequency) {
		scale, blind, used := s.planOrigin(origin)
		if used {
			s.Origins = append(s.Origins, origin)
			scales, unknown = append(scales, scale), append(unknown, blind)
		}
	}
	s.scale = blank(len(s.panel.Series) * len(s.Origins))
	s.unknown = make([]bool, len(s.scale))
	for o := range s.Origins {
		for i := range s.panel.Series {
			s.scale[i*len(s.Origins)+o] = scales[o][i]
			s.unknown[i*len(s.Origins)+o] = unknown[o][i]
		}
	}
	s.spreads()
}

func (s *Scores) planOrigin(origin int) (scale []float64, unknown []bool, used bool) {
	then := s.panel.At(origin)
	scale, unknown = blank(len(then.Series)), make([]bool, len(then.Series))
	for i, series := range then.Series {
		unknown[i] = series.VintageUnknown
		h := newHistory(series, then.Frequency, origin)
		if h.lag > 0 || len(h.y) < leastTraining(then.Frequency) {
			continue
		}
		scale[i] = stepSize(h.y, then.Frequency)
		used = used || finite(s.panel.Series[i].at(origin+1))
	}
	return scale, unknown, used
}

// stepSize is the mean absolute change from one value to the one a season later.
func stepSize(y []float64, season int) float64 {
	if len(y) <= season {
		return math.NaN()
	}
	var sum float64
	for t := season; t < len(y); t++ {
		sum += math.Abs(y[t] - y[t-season])
	}
	return sum / float64(len(y)-season)
}

// fit stores one model's points at one origin, where there is a value to score.
func (s *Scores) fit(model int, m Model, o int) error {
	origin := s.Origins[o]
	horizon := min(s.Horizon, s.panel.Last()-origin)
	paths, err := fitFloored(s.panel.At(origin), m, horizon)
	if err != nil {
		return fmt.Errorf("model %s at origin %d: %w", m.Name(), origin, err)
	}
	for i, path := range paths {
		if math.IsNaN(s.scale[i*len(s.Origins)+o]) {
			continue
		}
		for h, v := range path.Mean {
			if finite(s.panel.Series[i].at(origin + h + 1)) {
				s.points[model][s.cell(i, o, h)] = v
			}
		}
	}
	return nil
}

// takeCombined makes a combined model's points from those of its parts.
func (s *Scores) takeCombined(model int, of func(values []float64) float64, parts []int) {
	values := make([]float64, 0, len(parts))
	for c := range s.points[model] {
		values = values[:0]
		for _, k := range parts {
			if v := s.points[k][c]; finite(v) {
				values = append(values, v)
			}
		}
		if len(values) > 0 {
			s.points[model][c] = of(values)
		}
	}
}

// fitFloored fits a model and floors the points of non-negative series at 0.
func fitFloored(p Panel, m Model, horizon int) ([]Path, error) {
	paths, err := m.Fit(p, horizon)
	for i := range paths {
		for h, v := range paths[i].Mean {
			if p.Series[i].NonNegative {
				paths[i].Mean[h] = max(0, v)
			}
		}
		if paths[i].Err == nil && slices.ContainsFunc(paths[i].Mean, func(v float64) bool { return !finite(v) }) {
			paths[i] = Path{Err: fmt.Errorf("%s: %w: the path is not finite", p.Series[i].Key, ErrRefused)}
		}
	}
	return paths, err
}

func (s *Scores) cells() int { return len(s.panel.Series) * len(s.Origins) * s.Horizon }

// cell is the place of a score: series i, origin number o, horizon h+1.
func (s *Scores) cell(i, o, h int) int { return (i*len(s.Origins)+o)*s.Horizon + h }

func (s *Scores) actual(i, o, h int) float64 {
	return s.panel.Series[i].at(s.Origins[o] + h + 1)
}

// errors scales what the points missed by.
func (s *Scores) errors(points []float64) []float64 {
	scaled := blank(len(points))
	s.each(func(i, o, h, c int) {
		if scale := s.scale[i*len(s.Origins)+o]; scale > 0 {
			scaled[c] = (s.actual(i, o, h) - points[c]) / scale
		}
	})
	return scaled
}

// each visits all cells in order.
func (s *Scores) each(visit func(i, o, h, c int)) {
	for i := range s.panel.Series {
		for o := range s.Origins {
			for h := range s.Horizon {
				visit(i, o, h, s.cell(i, o, h))
			}
		}
	}
}

func blank(n int) []float64 { return flat(math.NaN(), n) }

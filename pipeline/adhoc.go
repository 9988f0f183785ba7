package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"

	"opdrift/forecasts"
)

// A SeriesRequest says what to do with a file of series.
type SeriesRequest struct {
	File        string
	Horizon     int       // periods; 0 is 5 years, 8 quarters or 24 months
	Models      []string  // names; none, or auto alone, is every model
	Levels      []float64 // intervals in per cent, beside 50, 80 and 95
	Seed        uint64
	MemoryLimit string // of the engine that reads Parquet
	Log         *slog.Logger
}

// defaultHorizon is how far an ad-hoc forecast looks, by frequency.
var defaultHorizon = map[int]int{yearly: 5, quarterly: 8, monthly: 24}

const (
	mostPeriods = 1200 // a hundred years of months
	// manySeries is where the reader of a terminal should know that it takes long.
	manySeries = 20_000
)

func (q SeriesRequest) horizon(frequency int) (int, error) {
	h := q.Horizon
	if h == 0 {
		h = defaultHorizon[frequency]
	}
	if h < 1 || h > mostPeriods {
		return 0, requestErrorf("horizon is %d periods: want 1 to %d", q.Horizon, mostPeriods)
	}
	return h, nil
}

// pool finds the models that the request names; nil is all of them.
func (q SeriesRequest) pool() ([]forecasts.Model, error) {
	if len(q.Models) == 0 || len(q.Models) == 1 && q.Models[0] == "auto" {
		return nil, nil
	}
	var out []forecasts.Model
	for i, name := range q.Models {
		if slices.Contains(q.Models[:i], name) {
			return nil, requestErrorf("model %s is named twice: name it once", name)
		}
		m, err := forecasts.Find(name)
		if err != nil {
			var known []string
			for _, m := range forecasts.Models {
				known = append(known, m.Name())
			}
			return nil, requestErrorf("no model is named %q: want auto alone, or some of %s, with commas between", name, strings.Join(known, ", "))
		}
		out = append(out, m)
	}
	return out, nil
}

// read reads the file and says what a reader should know of it.
func (q SeriesRequest) read(ctx context.Context) (seriesFile, error) {
	f, err := readSeries(ctx, q.File, q.MemoryLimit)
	if err != nil {
		return f, err
	}
	gaps, ended, newest := 0, 0, math.MinInt
	for _, s := range f.series {
		newest = max(newest, s.last())
	}
	for _, s := range f.series {
		if s.gaps {
			gaps++
		}
		if s.last() < newest {
			ended++
		}
	}
	if gaps > 0 {
		q.Log.Warn("series have gaps: a forecast uses the values after the last gap", "series", gaps, "of", len(f.series))
	}
	if ended > 0 {
		q.Log.Warn("series end before "+formatPeriod(f.frequency, newest)+": each is forecast from its own last period", "series", ended, "of", len(f.series))
	}
	if len(f.series) > manySeries {
		q.Log.Warn("many series: every model is backtested on each of them; name fewer models to be done sooner", "series", len(f.series))
	}
	return f, nil
}

// ParseLevels reads intervals in per cent, such as "80,95".
func ParseLevels(text string) ([]float64, error) {
	var out []float64
	for part := range strings.SplitSeq(text, ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(v >= 1 && v <= 95) {
			return nil, requestErrorf("level is %q: want per cent from 1 to 95, such as 80,95", strings.TrimSpace(part))
		}
		out = append(out, v)
	}
	return out, nil
}

// A tail is one end of an interval: a quantile and the name of its column.
type tail struct {
	p    float64
	name string
}

// tails lists the quantiles that levels add to the published ones, lowest first.
func tails(levels []float64) []tail {
	var percents []float64
	for _, level := range levels {
		for _, p := range []float64{50 - level/2, 50 + level/2} {
			if !slices.Contains([]float64{2.5, 10, 25, 50, 75, 90, 97.5}, p) {
				percents = append(percents, p)
			}
		}
	}
	slices.Sort(percents)
	var out []tail
	for _, p := range slices.Compact(percents) {
		text := strconv.FormatFloat(math.Round(p*1e6)/1e6, 'f', -1, 64)
		out = append(out, tail{p / 100, "p" + strings.ReplaceAll(text, ".", "_")})
	}
	return out
}

// A standby is naive kept out of a choice that does not name it. It has no answer
// at any origin of the backtest, so that it is never chosen, and one for the
// forecast itself, where a series that the named models cannot do falls back on it.
type standby struct {
	forecasts.Model
	last int // of the panel
}

// Fit implements [forecasts.Model].
func (s standby) Fit(p forecasts.Panel, horizon int) ([]forecasts.Path, error) {
	if p.Last() == s.last {
		return s.Model.Fit(p, horizon)
	}
	paths := make([]forecasts.Path, len(p.Series))
	for i := range paths {
		paths[i].Err = fmt.Errorf("%s: %w: it stands by and is not chosen", p.Series[i].Key, forecasts.ErrRefused)
	}
	return paths, nil
}

// withStandby adds it to models that do not have naive. The first of them stays
// the default where nothing can be chosen.
func withStandby(models []forecasts.Model, last int) ([]forecasts.Model, error) {
	naive, err := forecasts.Find("naive")
	if err != nil {
		return nil, err
	}
	for _, m := range models {
		if m.Name() == naive.Name() {
			return models, nil
		}
	}
	return append(slices.Clone(models), standby{naive, last}), nil
}

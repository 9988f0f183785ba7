package pipeline

import (
	"context"
	"iter"
	"math"
	"slices"

	"opdrift/forecasts"
	"opdrift/pipeline/store"
)

// A FileForecast is the forecast of a file of series.
type FileForecast struct {
	file   seriesFile
	result forecasts.Result
	added  []tail // quantiles beside the published ones
}

// levelDraws is how many draws an added level is read from. Draws are stratified:
// each of the 2,000 quantiles once, so more of them change nothing but the third
// digit of the level.
const levelDraws = 2000

// ForecastFile forecasts every series of a file, each from its own last period. The
// models are those of the request: several compete in the backtest, one is used as
// it is; a series that none of them can do falls back on naive, and says so. Nothing
// is floored at 0: what the values are is not known here.
func ForecastFile(ctx context.Context, q SeriesRequest) (*FileForecast, error) {
	models, err := q.pool()
	if err != nil {
		return nil, err
	}
	f := FileForecast{added: tails(q.Levels)}
	if f.file, err = q.read(ctx); err != nil {
		return nil, err
	}
	opts := forecasts.Options{Models: models, Seed: q.Seed}
	if opts.Horizon, err = q.horizon(f.file.frequency); err != nil {
		return nil, err
	}
	if len(f.added) > 0 {
		opts.Draws = levelDraws
	}
	panel := f.file.panel()
	if models != nil {
		if opts.Models, err = withStandby(models, panel.Last()); err != nil {
			return nil, err
		}
	}
	if f.result, err = forecasts.Forecast(ctx, panel, opts); err != nil {
		return nil, err
	}
	f.warn(q, models)
	return &f, nil
}

// warn says how many series have no interval, and how many models of the request
// could not do.
func (f *FileForecast) warn(q SeriesRequest, models []forecasts.Model) {
	reasons := map[forecasts.Status]string{
		forecasts.TooShort:   "fewer than 3 unbroken values",
		forecasts.ScaleZero:  "a history that never moves",
		forecasts.NoEvidence: "no backtest of any series of its group",
		forecasts.FewScores:  "too few backtests for the outer quantiles",
	}
	counts := map[forecasts.Status]int{}
	fallen := 0
	for _, s := range f.result.Series {
		counts[s.Status[len(s.Status)-1]]++
		if s.Model == "naive" && len(models) > 0 && !slices.ContainsFunc(models, func(m forecasts.Model) bool { return m.Name() == "naive" }) {
			fallen++
		}
	}
	for _, status := range sortedKeys(reasons) {
		if n := counts[status]; n > 0 {
			q.Log.Warn("series without an interval: "+reasons[status], "series", n, "of", len(f.result.Series))
		}
	}
	if fallen > 0 {
		q.Log.Warn("series that the named models cannot do: naive stands in", "series", fallen, "of", len(f.result.Series))
	}
}

// Columns are those of the published table, in order.
func (f *FileForecast) Columns() []store.AnswerColumn {
	out := []store.AnswerColumn{
		{Name: "series", Kind: store.Text}, {Name: "period", Kind: store.Text}, {Name: "step", Kind: store.Integer}, {Name: "model", Kind: store.Text},
	}
	for _, name := range []string{"mean", "p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5"} {
		out = append(out, store.AnswerColumn{Name: name, Kind: store.Double})
	}
	for _, t := range f.added {
		out = append(out, store.AnswerColumn{Name: t.name, Kind: store.Double})
	}
	return out
}

// Rows are the rows of the published table: by series in the order of the file, then
// by period. The slice is the callee's until the next row.
func (f *FileForecast) Rows() iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		var row []any
		for i, s := range f.result.Series {
			for h := range s.Mean {
				q := s.Quantiles[h]
				row = append(row[:0], s.Key, formatPeriod(f.file.frequency, f.file.series[i].last()+h+1), int64(h+1), s.Model, s.Mean[h],
					q.P025, q.P10, q.P25, q.P50, q.P75, q.P90, q.P975)
				for _, v := range f.tailsOf(s, h) {
					row = append(row, v)
				}
				if !yield(row) {
					return
				}
			}
		}
	}
}

// tailsOf reads the added quantiles from the draws. One is NaN where the next wider
// published one is: the backtest then has too few scores to know it.
func (f *FileForecast) tailsOf(s forecasts.SeriesForecast, h int) []float64 {
	if len(f.added) == 0 {
		return nil
	}
	values := make([]float64, len(s.Draws[h]))
	for d, v := range s.Draws[h] {
		values[d] = float64(v)
	}
	slices.Sort(values)
	q := s.Quantiles[h]
	out := make([]float64, len(f.added))
	for k, t := range f.added {
		wider := q.P25
		switch outer := min(t.p, 1-t.p); {
		case outer < .1:
			wider = q.P025
		case outer < .25:
			wider = q.P10
		}
		if out[k] = math.NaN(); !math.IsNaN(wider) {
			out[k] = quantileOf(values, t.p)
		}
	}
	return out
}

// quantileOf interpolates between sorted values (type 7 of Hyndman and Fan, 1996).
func quantileOf(sorted []float64, p float64) float64 {
	place := p * float64(len(sorted)-1)
	i := min(int(place), len(sorted)-2)
	return sorted[i] + (place-float64(i))*(sorted[i+1]-sorted[i])
}

// A Glance is one series for reading on a terminal.
type Glance struct {
	Series  string  `col:"series"`
	History string  `col:"history"`
	Future  string  `col:"forecast"`
	Period  string  `col:"last"`
	Last    float64 `col:"value"`
	To      string  `col:"to"`
	Mean    float64 `col:"mean"`
	P10     float64 `col:"p10"`
	P90     float64 `col:"p90"`
	Model   string  `col:"model"`
}

// shownName is how much of a series' name is shown, in characters.
const shownName = 32

func clipped(name string) string {
	if runes := []rune(name); len(runes) > shownName {
		return string(runes[:shownName-1]) + "…"
	}
	return name
}

// shownHistory is how many values the sparkline of a history shows.
const shownHistory = 24

// Glance returns the first series in a line each: the history, the forecast, and
// where it stands at the end of the horizon. Numbers are rounded to five digits.
func (f *FileForecast) Glance(most int) (lines []Glance, all int) {
	for i, s := range f.result.Series[:min(most, len(f.result.Series))] {
		file, end := f.file.series[i], len(s.Mean)-1
		g := Glance{
			Series: clipped(s.Key), Model: s.Model,
			Period: formatPeriod(f.file.frequency, file.last()), Last: rounded(file.values[len(file.values)-1], 5),
			To: formatPeriod(f.file.frequency, file.last()+end+1), Mean: rounded(s.Mean[end], 5),
			P10: rounded(s.Quantiles[end].P10, 5), P90: rounded(s.Quantiles[end].P90, 5),
		}
		g.History, g.Future = sparklines(file.values[max(0, len(file.values)-shownHistory):], s.Mean)
		lines = append(lines, g)
	}
	return lines, len(f.result.Series)
}

package forecasts

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Options of a forecast. The zero value of each but Horizon has a default.
type Options struct {
	Horizon  int     // periods after the panel's last; at least 1
	Models   []Model // nil is Models; naive is added in front when absent
	Draws    int     // 0 for none
	Seed     uint64
	MinGroup int    // series a group needs to choose and calibrate; 0 is 30
	Nodes    []Node // sums of series that their forecasts are reconciled with; nil for none
}

// A Result holds the forecasts of a panel and their evidence.
type Result struct {
	First   int              // calendar index of horizon 1
	Series  []SeriesForecast // in panel order
	Choices []Choice
	Scores  Scores
	Summary []Summary

	// Reconciliation says how series were made to agree with Options.Nodes.
	Reconciliation Reconciliation

	chosen []float64 // backtest points of each series' final method
	seed   uint64    // of the draws
}

// A SeriesForecast is the forecast of one series. Slices are by horizon.
type SeriesForecast struct {
	Key       string
	Choice    int    // index in Result.Choices
	Model     string // what made the path; differs from the choice where that could not do the series, and where only a posterior judges it
	Mean      []float64
	Quantiles []Quantiles
	Status    []Status

	// Draws[h] has one value for each draw; draw d of every series of the result
	// belongs together. Where there is no interval all draws are the point.
	Draws [][]float32

	// Refused says why models did not do this series.
	Refused []Refusal
}

// A Refusal is a model's reason not to do a series.
type Refusal struct {
	Model string
	Err   error
}

// Forecast backtests the models, chooses one method for each group, and returns a
// path for every series with quantiles and joint draws.
//
// The median is the point. Other quantiles are point ± scale × radius, the radius
// from the pooled errors of the series' group (calibration) and the scale the
// moderated mean absolute step of its history (spread.go), in quarterly and monthly
// panels corrected by the level of the point (proportion.go) and its own errors
// (ownerrors.go). Nothing is invented: where there is no
// evidence the quantiles are NaN and the status says why. Where no series of a kind has
// been forecast in the past and a model has a posterior, it gives the path and, with
// draws, the interval (posterior.go). The paths use the newest
// vintage of exposure and drivers, also one published after the panel's last period;
// leave out what the run must not know. The result depends on
// the panel, the options and nothing else, however many workers there are.
func Forecast(ctx context.Context, p Panel, opts Options) (Result, error) {
	models := opts.models()
	if opts.MinGroup == 0 {
		opts.MinGroup = defaultMinGroup
	}
	if opts.Draws < 0 || opts.MinGroup < 1 {
		return Result{}, fmt.Errorf("draws %d and min group %d: draws of 0 or more and groups of 1 or more are allowed", opts.Draws, opts.MinGroup)
	}
	scores, err := backtest(ctx, p, models, opts.Horizon, opts.MinGroup)
	if err != nil {
		return Result{}, err
	}
	r := Result{First: p.Last() + 1, Scores: scores, Series: make([]SeriesForecast, len(p.Series)), seed: opts.Seed}
	if r.Summary, err = r.Scores.Summary(ctx); err != nil {
		return Result{}, err
	}
	bySeries, choices := r.Scores.choices(math.MaxInt)
	r.Choices, r.chosen = choices, r.Scores.chosenPoints(bySeries, choices)
	if err := r.fit(ctx, models, bySeries, opts.Horizon); err != nil {
		return Result{}, err
	}
	if err := r.reconcile(ctx, models, opts); err != nil {
		return Result{}, err
	}
	return r, r.addIntervals(ctx, models, opts)
}

func (o Options) models() []Model {
	models := o.Models
	if models == nil {
		models = Models
	}
	for _, m := range models {
		if m.Name() == naive.Name() {
			return models
		}
	}
	return append([]Model{naive}, models...)
}

// fit makes every model's paths and combines them by choice.
func (r *Result) fit(ctx context.Context, models []Model, bySeries []int, horizon int) error {
	p := r.Scores.panel
	paths, err := fitPool(ctx, p, models, horizon)
	if err != nil {
		return err
	}
	sampler, judged := samplerOf(models), r.Scores.judged()
	for i, s := range p.Series {
		f := SeriesForecast{Key: s.Key, Choice: bySeries[i]}
		members := r.Choices[bySeries[i]].members
		switch {
		case len(newHistory(s, p.Frequency, r.First-1).y) < 3:
			members = []int{slices.Index(r.Scores.Models, naive.Name())}
		case sampler >= 0 && !judged[s.block()] && paths[sampler][i].Err == nil:
			members = []int{sampler}
		}
		f.combine(models, members, func(m int) Path { return paths[m][i] }, horizon)
		r.Series[i] = f
	}
	return nil
}

// fitPool makes every model's paths, those of combined models from their parts'.
func fitPool(ctx context.Context, p Panel, models []Model, horizon int) ([][]Path, error) {
	paths, combined := make([][]Path, len(models)), combinations(models)
	err := parallel(ctx, len(models), func(m int) error {
		if _, ok := combined[m]; ok {
			return nil
		}
		var err error
		paths[m], err = fitFloored(p, models[m], horizon)
		return err
	})
	if err != nil {
		return nil, err
	}
	for m, parts := range combined {
		of := make([][]Path, len(parts))
		for k, part := range parts {
			of[k] = paths[part]
		}
		paths[m] = models[m].(combination).combine(of)
	}
	return paths, nil
}

// combine is the equal mean of the members that could do the series; where none
// could, the first model that can.
func (f *SeriesForecast) combine(models []Model, members []int, path func(m int) Path, horizon int) {
	var able, used []int
	for m, model := range models {
		if err := path(m).Err; err != nil {
			f.Refused = append(f.Refused, Refusal{model.Name(), err})
			continue
		}
		able = append(able, m)
		if slices.Contains(members, m) {
			used = append(used, m)
		}
	}
	if len(used) == 0 && len(able) > 0 {
		used = able[:1]
	}
	if len(used) == 0 {
		f.Mean = blank(horizon)
		return
	}
	f.Mean = make([]float64, horizon)
	var names []string
	for _, m := range used {
		names = append(names, models[m].Name())
		for h, v := range path(m).Mean {
			f.Mean[h] += v / float64(len(used))
		}
	}
	f.Model = methodName(names)
}

// addIntervals sets quantiles, statuses and draws.
func (r *Result) addIntervals(ctx context.Context, models []Model, opts Options) error {
	s := &r.Scores
	errors := s.inSpreads(s.errors(r.chosen))
	prop := s.proportions(r.chosen, errors)
	g := prop.at(math.MaxInt)
	errors = prop.inUnits(errors, g)
	own := s.ownErrors(errors, math.MaxInt)
	errors = s.inUnits(errors, own)
	cals := s.calibrations(errors, math.MaxInt)
	var looks []outlook
	longest := 0
	for i := range r.Series {
		look := s.look(s.panel.Series[i], s.panel.Last(), s.now[i]*own.now[i], cals)
		look.factors = s.factors(g, i, r.Series[i].Mean)
		looks = append(looks, look)
		longest = max(longest, looks[i].lag+opts.Horizon)
	}
	tables := make(map[string][3][]float64, len(cals))
	for g, c := range cals {
		var t [3][]float64
		for l, level := range levels {
			t[l] = c.radii(level, longest, false)
		}
		tables[g] = t
	}
	for i := range r.Series {
		r.Series[i].interval(looks[i], tables[looks[i].group], opts.Horizon,
			leastTraining(s.panel.Frequency), s.panel.Series[i].NonNegative)
	}
	if opts.Draws == 0 {
		return nil
	}
	if err := r.addDraws(ctx, opts, errors, cals, looks, longest); err != nil {
		return err
	}
	return r.addPosterior(ctx, models, looks, opts)
}

// interval sets the quantiles and statuses of one series.
func (f *SeriesForecast) interval(o outlook, table [3][]float64, horizon, least int, floored bool) {
	f.Quantiles, f.Status = make([]Quantiles, horizon), make([]Status, horizon)
	var radii [3][]float64
	for l := range radii {
		radii[l] = blank(horizon)
		if o.hasInterval() {
			radii[l] = o.widened(table[l][:o.lag+horizon], least)
		}
	}
	for h := range horizon {
		at := [3]float64{radii[0][h], radii[1][h], radii[2][h]}
		f.Quantiles[h] = spread(f.Mean[h], at, floored)
		f.Status[h] = o.statusAt(h+1, least, at[2])
	}
}

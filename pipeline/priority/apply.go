package priority

import (
	"fmt"
	"math"

	"opdrift/pipeline/money"
)

// Apply works out one scenario: the measures it chooses, the cuts it takes, and
// what is left of the gap. The plan must pass Check.
func Apply(p Plan, s Scenario) (Outcome, error) {
	if err := p.Check(); err != nil {
		return Outcome{}, fmt.Errorf("scenario %s: %w", s.Name, err)
	}
	w := newWork(p.scaled(s.Params), s)
	chosen := noPortfolio(w)
	if s.Rule == Portfolio {
		var err error
		if chosen, err = w.choose(); err != nil {
			return Outcome{}, fmt.Errorf("scenario %s: %w", s.Name, err)
		}
	}
	w.put(chosen)
	w.cut()
	return w.outcome(chosen), nil
}

// work is one scenario being worked out.
type work struct {
	plan     Plan
	scenario Scenario
	levels   [][]level // [year][service]
	covered  [][]bool  // [year][service]: some frame pays for it
	unmet    []money.Ore
	known    bool // the rule has what it needs of citizens' values
}

func newWork(p Plan, s Scenario) *work {
	w := &work{plan: p, scenario: s, unmet: make([]money.Ore, len(p.Years)), known: true}
	for t, year := range p.Years {
		at := make([]level, len(p.Services))
		for i, svc := range p.Services {
			at[i].forecast = svc.Forecast[t]
			at[i].floors(svc, s.Params, t)
		}
		in := make([]bool, len(p.Services))
		for _, pot := range p.pots(s.Params.FrameLevel, year) {
			for _, i := range pot.members {
				in[i] = true
			}
		}
		w.levels, w.covered = append(w.levels, at), append(w.covered, in)
	}
	return w
}

// put charges the chosen measures to their services.
func (w *work) put(c portfolio) {
	for t := range w.levels {
		for i := range w.levels[t] {
			l := &w.levels[t][i]
			l.cost, l.saving = c.cost[t][i], c.saving[t][i]
			l.floors(w.plan.Services[i], w.scenario.Params, t)
		}
	}
}

// cut closes each frame's gap by the scenario's rule, year by year. A year's cut
// depends on that year's gap only: a lower gap later gives the level back.
func (w *work) cut() {
	weight, protected, known := weigh(w.plan.Services, w.scenario)
	w.known = known
	for t, year := range w.plan.Years {
		for i := range w.levels[t] {
			w.levels[t][i].protected = protected[i]
		}
		for _, pot := range w.plan.pots(w.scenario.Params.FrameLevel, year) {
			at, part := make([]*level, len(pot.members)), make([]float64, len(pot.members))
			for k, i := range pot.members {
				at[k], part[k] = &w.levels[t][i], weight[i]
			}
			if w.scenario.Rule == None || !known {
				w.unmet[t] += max(0, afterAll(at)-pot.frame)
			} else {
				w.unmet[t] += closePot(pot.frame, at, part)
			}
		}
	}
}

func afterAll(at []*level) (sum money.Ore) {
	for _, l := range at {
		sum += l.after()
	}
	return sum
}

func (w *work) outcome(c portfolio) Outcome {
	out := Outcome{Choices: c.choices}
	keeps := newKeeper(w)
	for t, year := range w.plan.Years {
		total := Total{Scenario: w.scenario.Name, Year: year, Unmet: w.unmet[t], Proven: c.proven}
		for _, pot := range w.plan.pots(w.scenario.Params.FrameLevel, year) {
			total.Frame += pot.frame
		}
		for i, svc := range w.plan.Services {
			l := w.levels[t][i]
			out.Services = append(out.Services, w.serviceYear(year, svc, l))
			if w.covered[t][i] {
				total.add(l)
			}
		}
		total.Gap = total.Forecast - total.Frame
		total.KeepsFrame = keeps.year(t)
		total.Status = w.status(t, c)
		if total.Status == NoFrame {
			total.Gap, total.KeepsFrame = 0, math.NaN()
		}
		out.Years = append(out.Years, total)
	}
	out.Total = w.whole(out.Years, c)
	out.Total.KeepsFrame = keeps.all()
	return out
}

func (t *Total) add(l level) {
	t.Forecast += l.forecast
	t.Cut += l.cut
	t.MeasureCost += l.cost
	t.MeasureSaving += l.saving
	t.After += l.after()
}

func (w *work) serviceYear(year int, s Service, l level) ServiceYear {
	return ServiceYear{
		Scenario: w.scenario.Name, Year: year, Service: s.Service, Committee: s.Committee,
		Forecast: l.forecast, Cut: l.cut, MeasureCost: l.cost, MeasureSaving: l.saving, After: l.after(),
		Floor: l.floor, Reachable: l.reachable, Protected: l.protected,
	}
}

func (w *work) status(t int, c portfolio) string {
	covered := false
	for _, in := range w.covered[t] {
		covered = covered || in
	}
	switch {
	case !covered:
		return NoFrame
	case !w.known:
		return NoValue
	case c.failed:
		return NoPortfolio
	case w.unmet[t] == 0:
		return WithinFrame
	case w.scenario.Rule == None:
		return OverFrame
	}
	return Unmet
}

// gravest first: the status of the whole is that of its worst year.
var gravest = []string{NoPortfolio, NoValue, Unmet, OverFrame, NoFrame, WithinFrame}

// whole adds the years. A year without a frame counts in nothing but status.
func (w *work) whole(years []Total, c portfolio) Total {
	sum := Total{Scenario: w.scenario.Name, Proven: c.proven, NPV: c.npv, NPVBound: c.bound, Note: c.note}
	found := map[string]bool{}
	for _, y := range years {
		sum.Forecast += y.Forecast
		sum.Frame += y.Frame
		sum.Gap += y.Gap
		sum.Cut += y.Cut
		sum.MeasureCost += y.MeasureCost
		sum.MeasureSaving += y.MeasureSaving
		sum.After += y.After
		sum.Unmet += y.Unmet
		found[y.Status] = true
	}
	for _, s := range gravest {
		if found[s] {
			sum.Status = s
			break
		}
	}
	return sum
}

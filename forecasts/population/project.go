package population

import (
	"fmt"
	"slices"
)

// Project carries a history of one area forward by 1 to 60 years. Per band it
// takes cohort ratios, or the newest population unchanged where that erred less in
// the past of this area by more than one standard error ([Choice]); bands that
// nothing could be scored on take cohort ratios from 67 on and stay constant below.
//
// The history is persons on 1 January by age, and by sex for a child-woman ratio
// (without, children go by all persons of 15 to 44). It needs two counts one Step
// apart, the later in the window; finite values of 0 or more; every age from 0 on,
// of which up to two in a row may be missing and are interpolated and marked.
// A constant history stays constant to rounding (where ratios rest on 50 persons
// or more each), an area without persons empty.
// The history is not changed and its order does not matter.
func Project(history []Count, years int, opts Options) (Projection, error) {
	if years < 1 || years > maxYears {
		return Projection{}, fmt.Errorf("%w: horizon is %d years; allowed are 1 to %d", ErrOption, years, maxYears)
	}
	width := native(history)
	opts, err := opts.checked(width)
	if err != nil {
		return Projection{}, err
	}
	g, err := newGrid(history, width, opts.OpenAge)
	if err != nil {
		return Projection{}, err
	}
	g = g.widened(opts.Width)
	last := slices.Max(g.years)
	if n := g.at[last].groups(); n*g.width <= opts.Step {
		return Projection{}, fmt.Errorf("%w: ages reach %d, no further than a step of %d years; give all ages", ErrHistory, (n-1)*g.width, opts.Step)
	}
	paths := g.project(last, years, opts)
	if paths == nil {
		return Projection{}, fmt.Errorf("%w: no two years up to %d are %d apart; give another year or another step", ErrHistory, last, opts.Step)
	}
	p := Projection{Choices: g.choose(years, opts)}
	for k, l := range paths {
		g.hold(l, g.at[last], p.Choices)
		p.Counts = g.counts(p.Counts, last+k+1, l)
	}
	return p, nil
}

// hold keeps the ages of bands without cohort ratios as they are.
func (g *grid) hold(l, now layer, choices []Choice) {
	for i := range l.groups() {
		moves := slices.ContainsFunc(choices, func(c Choice) bool { return c.Method == Cohort && c.Band.holds(i*g.width) })
		if moves {
			continue
		}
		for s := range l.persons {
			l.persons[s][i] = now.persons[s][i]
		}
	}
}

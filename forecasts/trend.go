package forecasts

import (
	"fmt"

	"opdrift/forecasts/regress"
)

// trends holds the common relative trend of each group that lends one, by name.
type trends map[string]*trend

type trend struct {
	members int
	x       [][]float64
	y       []float64
	slope   float64 // relative to the mean usage, a period
	err     error
}

// A trendSeries is one series' usage over the last ten years.
type trendSeries struct {
	usage []float64
	mean  float64
}

func newTrendSeries(h history) (trendSeries, error) {
	h, u, err := usage(h)
	if err != nil {
		return trendSeries{}, err
	}
	if err := h.check(3 * h.frequency); err != nil {
		return trendSeries{}, err
	}
	u = u[max(0, len(u)-trendYears*h.frequency):]
	m := mean(u)
	if !(m > 0) {
		return trendSeries{}, fmt.Errorf("%w: mean usage is %v; a relative trend needs it above 0", ErrRefused, m)
	}
	return trendSeries{usage: u, mean: m}, nil
}

// newTrends estimates the trend of every group that lends one. Series are taken
// in panel order, so that sums do not depend on anything else to the last bit.
func newTrends(p Panel) trends {
	t := make(trends)
	var lent []Series
	last := p.Last()
	for _, s := range p.Series {
		if len(s.Drivers) > 0 {
			continue
		}
		own, err := newTrendSeries(newHistory(s, p.Frequency, last))
		if err != nil {
			continue
		}
		lent = append(lent, s)
		for _, g := range s.groups() {
			if t[g] == nil {
				t[g] = &trend{}
			}
			t[g].add(own)
		}
	}
	fitted := make(map[string]bool)
	for _, s := range lent {
		if g := trendGroup(s, t); !fitted[g] {
			fitted[g] = true
			t[g].fit()
		}
	}
	return t
}

// trendGroup names the group whose trend a series takes: the narrowest with
// enough members, else the widest.
func trendGroup(s Series, t trends) string {
	groups := s.groups()
	for _, g := range groups {
		if t[g] != nil && t[g].members >= trendPool {
			return g
		}
	}
	return groups[len(groups)-1]
}

// add takes in usage relative to its mean against time, both centred.
func (t *trend) add(s trendSeries) {
	t.members++
	middle := float64(len(s.usage)-1) / 2
	for i, u := range s.usage {
		t.x = append(t.x, []float64{float64(i) - middle})
		t.y = append(t.y, u/s.mean-1)
	}
}

// fit estimates the slope. Both sides having mean 0, the intercept is 0.
func (t *trend) fit() {
	fit, err := regress.OLS(t.x, t.y, regress.Options{Names: []string{"time"}})
	if err != nil {
		t.err = fmt.Errorf("%w: %w", ErrRefused, err)
		return
	}
	t.slope = fit.Coef[1]
}

package forecasts

import "fmt"

// A history is what a model may use of one series: its newest unbroken stretch
// of finite values. Values before a gap are left out, since a gap is most often
// a change of definition.
type history struct {
	series    Series
	frequency int
	y         []float64 // oldest first
	first     int       // calendar index of y[0]
	lag       int       // periods between the last of y and the panel's last
}

// newHistory finds the stretch of s in a panel that ends at index last. With no
// finite value y is empty.
func newHistory(s Series, frequency, last int) history {
	end := len(s.Values)
	for end > 0 && !finite(s.Values[end-1]) {
		end--
	}
	start := end
	for start > 0 && finite(s.Values[start-1]) {
		start--
	}
	return history{
		series: s, frequency: frequency,
		y: s.Values[start:end:end], first: s.First + start,
		lag: last - (s.First + end - 1),
	}
}

// end returns the calendar index of the last value.
func (h history) end() int { return h.first + len(h.y) - 1 }

// recent returns the values of the last three years.
func (h history) recent() []float64 {
	return h.y[max(0, len(h.y)-3*h.frequency):]
}

// A perSeries wraps a model that looks at one series at a time, so that it is
// one function: path returns the horizon periods after the last value of h.
type perSeries struct {
	name string
	need int // fewest values
	path func(h history, horizon int) ([]float64, error)
}

// Name implements [Model].
func (m perSeries) Name() string { return m.name }

// Fit implements [Model]. Where a series ends before the panel does, the model
// bridges the missing periods, which are then dropped from the path.
func (m perSeries) Fit(p Panel, horizon int) ([]Path, error) {
	if horizon < 1 {
		panic(fmt.Sprintf("forecasts: horizon %d is less than 1", horizon))
	}
	last := p.Last()
	paths := make([]Path, len(p.Series))
	for i, s := range p.Series {
		h := newHistory(s, p.Frequency, last)
		mean, err := m.fit(h, horizon)
		if err != nil {
			paths[i].Err = fmt.Errorf("%s: %w", s.Key, err)
			continue
		}
		paths[i].Mean = mean
	}
	return paths, nil
}

func (m perSeries) fit(h history, horizon int) ([]float64, error) {
	if err := h.check(m.need); err != nil {
		return nil, err
	}
	mean, err := m.path(h, h.lag+horizon)
	if err != nil {
		return nil, err
	}
	return mean[h.lag:], nil
}

// check reports whether the history has at least need values.
func (h history) check(need int) error {
	if len(h.y) == 0 {
		return ErrMissing
	}
	if len(h.y) < need {
		return fmt.Errorf("%w: %d unbroken values, at least %d are needed", ErrTooShort, len(h.y), need)
	}
	return nil
}

// flat returns a path that stays at v.
func flat(v float64, horizon int) []float64 {
	path := make([]float64, horizon)
	for i := range path {
		path[i] = v
	}
	return path
}

func mean(xs []float64) float64 {
	var sum float64
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

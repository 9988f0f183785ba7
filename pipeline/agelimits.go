package pipeline

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"opdrift/pipeline/dated"
	"opdrift/pipeline/store"
)

//go:embed agelimits.yaml
var shippedLimits []byte

// An ageLimit is an age at which persons of a cohort pass a boundary.
type ageLimit struct {
	Boundary string    `yaml:"boundary" col:"boundary"`
	From     time.Time `yaml:"born_from" col:"born_from"`
	To       time.Time `yaml:"born_to" col:"born_to"`
	Years    int64     `yaml:"years" col:"years"`
	Months   int64     `yaml:"months" col:"months"`
	Source   string    `yaml:"source"`
	Checked  string    `yaml:"checked"`
	Assumed  bool      `yaml:"assumed"`
}

// The first and the last day of birth that a cohort without bounds has.
var (
	firstBirth = time.Date(1850, 1, 1, 0, 0, 0, 0, time.UTC)
	lastBirth  = time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC)
)

// ageLimits reads the limits strictly. An error is a mistake in the file: a cohort without
// source, or a boundary whose cohorts leave a day of birth out or hold it twice.
func ageLimits(data []byte) ([]ageLimit, error) {
	var file struct {
		Limits []ageLimit `yaml:"limits"`
	}
	if err := dated.Read(data, &file); err != nil {
		return nil, fmt.Errorf("age limits: %w", err)
	}
	next := map[string]time.Time{}
	for i := range file.Limits {
		l := &file.Limits[i]
		if l.From.IsZero() {
			l.From = firstBirth
		}
		if l.To.IsZero() {
			l.To = lastBirth
		}
		if from, ok := next[l.Boundary]; l.Boundary == "" || l.Source == "" || ok != (l.From != firstBirth) || ok && !l.From.Equal(from) || l.To.Before(l.From) ||
			l.Years < 1 || l.Years > 120 || l.Months < 0 || l.Months > 11 {
			return nil, fmt.Errorf("age limits: row %d, boundary %q: want a source, an age, and cohorts that follow each other day by day", i+1, l.Boundary)
		}
		next[l.Boundary] = l.To.AddDate(0, 0, 1)
	}
	for boundary, day := range next {
		if !day.After(lastBirth) {
			return nil, fmt.Errorf("age limits: boundary %q ends with those born before %s: want everybody", boundary, day.Format(time.DateOnly))
		}
	}
	return file.Limits, nil
}

// crossings counts who passes 18, 23, 67 and the pension age in each service, in complete
// years and those that are open.
func (r *run) crossings(ctx context.Context) error {
	limits, err := ageLimits(shippedLimits)
	if err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "age_limits", limits); err != nil {
		return err
	}
	if err := r.store.Extract(ctx, store.Args{"until": r.calendar.until(), "first_year": r.calendar.firstYear, "year_start": r.calendar.yearStart}, "crossings"); err != nil {
		return err
	}
	for _, l := range limits {
		if l.Assumed && r.has("cases") {
			r.assumed("", "crossing: "+l.Boundary,
				fmt.Sprintf("the age of %d years and %d months of those born from %s: its source is named, not read", l.Years, l.Months, l.From.Format(time.DateOnly)),
				fmt.Sprintf("alderen %d år og %d måneder for dem, der er født fra %s: kilden er nævnt, ikke læst", l.Years, l.Months, l.From.Format(time.DateOnly)))
		}
	}
	return nil
}

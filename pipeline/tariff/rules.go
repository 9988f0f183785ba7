package tariff

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"opdrift/pipeline/dated"
)

//go:embed rules.yaml
var shipped []byte

// Rules are dated: each version holds from its first day until the next one's.
type Rules struct {
	Carry []Carry `yaml:"carry"` // by valid_from
}

// A Carry says when over- and under-recovery goes into the tariff.
type Carry struct {
	ValidFrom time.Time `yaml:"valid_from"`
	Years     int64     `yaml:"years"` // after the year that it is of
	Source    string    `yaml:"source"`
	Checked   string    `yaml:"checked"`
	Assumed   bool      `yaml:"assumed"`
}

// Load reads the rules that ship with the program. An error is a mistake in that file.
func Load() (Rules, error) { return parse(shipped) }

// parse reads rules strictly: an unknown key, a version without a day or a source, or a
// carry outside 1 to 10 years is a fault, all named at once.
func parse(data []byte) (Rules, error) {
	var r Rules
	if err := dated.Read(data, &r); err != nil {
		return Rules{}, fmt.Errorf("tariff rules: %w", err)
	}
	var faults []error
	for i, c := range r.Carry {
		row := &dated.Row{At: fmt.Sprintf("carry %d", i+1)}
		row.Want(!c.ValidFrom.IsZero() && c.Source != "", "want valid_from and source")
		row.Want(1 <= c.Years && c.Years <= 10, "years is %d: want 1 to 10", c.Years)
		faults = append(faults, row.Faults...)
	}
	if len(r.Carry) == 0 {
		faults = append(faults, errors.New("want at least one carry"))
	}
	slices.SortFunc(r.Carry, func(a, b Carry) int { return a.ValidFrom.Compare(b.ValidFrom) })
	if err := errors.Join(faults...); err != nil {
		return Rules{}, fmt.Errorf("tariff rules: %w", err)
	}
	return r, nil
}

// carried is the year whose tariff a year's recovery is to be in by now, 0 before the
// first version. last is the last day of the year.
func (r Rules) carried(year int64, last time.Time) int64 {
	var years int64
	for _, c := range r.Carry {
		if !c.ValidFrom.After(last) {
			years = c.Years
		}
	}
	if years == 0 {
		return 0
	}
	return year + years
}

// Assumed reports whether any version rests on a source whose words have not been read.
func (r Rules) Assumed() bool {
	return slices.ContainsFunc(r.Carry, func(c Carry) bool { return c.Assumed })
}

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
	Carry    []Carry   `yaml:"carry"`     // by valid_from
	SaleArts []SaleArt `yaml:"sale_arts"` // of the chart of accounts
}

// A Carry says when over- and under-recovery goes into the tariff.
type Carry struct {
	ValidFrom time.Time `yaml:"valid_from"`
	Years     int64     `yaml:"years"` // after the year that it is of
	Source    string    `yaml:"source"`
	Checked   string    `yaml:"checked"`
	Assumed   bool      `yaml:"assumed"`
}

// A SaleArt is a type of income that pays for sold places.
type SaleArt struct {
	Art       string    `yaml:"art"`
	ValidFrom time.Time `yaml:"valid_from"`
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
		row := told(fmt.Sprintf("carry %d", i+1), c.ValidFrom, c.Source)
		row.Want(1 <= c.Years && c.Years <= 10, "years is %d: want 1 to 10", c.Years)
		faults = append(faults, row.Faults...)
	}
	for i, a := range r.SaleArts {
		row := told(fmt.Sprintf("sale_arts %d", i+1), a.ValidFrom, a.Source)
		row.Want(a.Art != "", "art is empty")
		faults = append(faults, row.Faults...)
	}
	if len(r.Carry) == 0 || len(r.SaleArts) == 0 {
		faults = append(faults, errors.New("want at least one carry and one of sale_arts"))
	}
	slices.SortFunc(r.Carry, func(a, b Carry) int { return a.ValidFrom.Compare(b.ValidFrom) })
	if err := errors.Join(faults...); err != nil {
		return Rules{}, fmt.Errorf("tariff rules: %w", err)
	}
	return r, nil
}

func told(at string, day time.Time, source string) *dated.Row {
	row := &dated.Row{At: at}
	row.Want(!day.IsZero() && source != "", "want valid_from and source")
	return row
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

// IsSale reports whether income of a type, in a year that ends on a day, pays for sold
// places.
func (r Rules) IsSale(art string, last time.Time) bool {
	return slices.ContainsFunc(r.SaleArts, func(a SaleArt) bool { return a.Art == art && !a.ValidFrom.After(last) })
}

// Assumed reports whether any version rests on a source whose words have not been read.
func (r Rules) Assumed() bool {
	return slices.ContainsFunc(r.Carry, func(c Carry) bool { return c.Assumed }) ||
		slices.ContainsFunc(r.SaleArts, func(a SaleArt) bool { return a.Assumed })
}

// Package payment says what postings pay for beside the municipality's own delivery: what
// persons pay themselves, sales to and purchases from others, objective financing. It is
// pure, and knows neither files nor the engine. The rules are dated data with a source
// (rules.yaml).
package payment

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
	Kinds     []Kind     `yaml:"kinds"`
	Arts      []Art      `yaml:"arts"`
	Deadlines []Deadline `yaml:"deadlines"`
}

// A Kind is a kind of payment.
type Kind struct {
	Payment string `yaml:"payment"`
	Of      string `yaml:"of"`     // kind of posting: income or gross
	Person  bool   `yaml:"person"` // false: paid by population, so nobody's cost
	LabelDA string `yaml:"label_da"`
	LabelEN string `yaml:"label_en"`
	Source  string `yaml:"source"`
	Checked string `yaml:"checked"`
}

// An Art is a type of posting of the chart of accounts that is a kind of payment.
type Art struct {
	Payment   string    `yaml:"payment"`
	Art       string    `yaml:"art"`
	ValidFrom time.Time `yaml:"valid_from"`
	Source    string    `yaml:"source"`
	Checked   string    `yaml:"checked"`
	Assumed   bool      `yaml:"assumed"`
}

// A Deadline says how many months after the delivery a claim is to be made at the latest.
type Deadline struct {
	Payments  []string  `yaml:"payments"`
	Months    int64     `yaml:"months"`
	ValidFrom time.Time `yaml:"valid_from"`
	Source    string    `yaml:"source"`
	Checked   string    `yaml:"checked"`
	Assumed   bool      `yaml:"assumed"`
}

// Load reads the rules that ship with the program. An error is a mistake in that file.
func Load() (Rules, error) { return parse(shipped) }

// parse reads rules strictly: an unknown key, a kind that is not there, a version without a
// day or a source, or a deadline outside 1 to 120 months is a fault, all named at once.
func parse(data []byte) (Rules, error) {
	var r Rules
	if err := dated.Read(data, &r); err != nil {
		return Rules{}, fmt.Errorf("payment rules: %w", err)
	}
	var faults []error
	for i, k := range r.Kinds {
		row := &dated.Row{At: fmt.Sprintf("kinds %d", i+1)}
		row.Want(k.Payment != "" && k.LabelDA != "" && k.LabelEN != "" && k.Source != "", "want payment, label_da, label_en and source")
		row.Want(k.Of == "income" || k.Of == "gross", "of is %q: want income or gross", k.Of)
		faults = append(faults, row.Faults...)
	}
	for i, a := range r.Arts {
		row := r.row("arts", i, a.ValidFrom, a.Source, a.Payment)
		row.Want(a.Art != "", "art is empty")
		faults = append(faults, row.Faults...)
	}
	for i, d := range r.Deadlines {
		row := r.row("deadlines", i, d.ValidFrom, d.Source, d.Payments...)
		row.Want(1 <= d.Months && d.Months <= 120, "months is %d: want 1 to 120", d.Months)
		faults = append(faults, row.Faults...)
	}
	if len(r.Kinds) == 0 || len(r.Arts) == 0 {
		faults = append(faults, errors.New("want at least one of kinds and one of arts"))
	}
	if err := errors.Join(faults...); err != nil {
		return Rules{}, fmt.Errorf("payment rules: %w", err)
	}
	slices.SortStableFunc(r.Arts, func(a, b Art) int { return a.ValidFrom.Compare(b.ValidFrom) })
	slices.SortStableFunc(r.Deadlines, func(a, b Deadline) int { return a.ValidFrom.Compare(b.ValidFrom) })
	return r, nil
}

// row begins the faults of a version: it wants a day, a source, and kinds that are there.
func (r Rules) row(list string, i int, day time.Time, source string, payments ...string) *dated.Row {
	row := &dated.Row{At: fmt.Sprintf("%s %d", list, i+1)}
	row.Want(!day.IsZero() && source != "", "want valid_from and source")
	row.Want(len(payments) > 0, "want at least one payment")
	for _, p := range payments {
		_, ok := r.kind(p)
		row.Want(ok, "payment is %q: want one of kinds", p)
	}
	return row
}

func (r Rules) kind(payment string) (Kind, bool) {
	i := slices.IndexFunc(r.Kinds, func(k Kind) bool { return k.Payment == payment })
	if i < 0 {
		return Kind{}, false
	}
	return r.Kinds[i], true
}

// A Meaning is what an art means in a year.
type Meaning struct {
	Kind
	Art string
}

// InForce lists what arts mean in an accounting year that ends on a day: of several
// versions of an art of one kind of posting the newest. By kind of posting and art.
func (r Rules) InForce(last time.Time) []Meaning {
	var out []Meaning
	for _, a := range r.Arts {
		if a.ValidFrom.After(last) {
			continue
		}
		k, _ := r.kind(a.Payment) // there, or parse had refused it
		out = slices.DeleteFunc(out, func(m Meaning) bool { return m.Art == a.Art && m.Of == k.Of })
		out = append(out, Meaning{k, a.Art})
	}
	return out
}

// Deadline is how many months after a delivery on a day a claim is to be made at the
// latest; 0 where no rule says.
func (r Rules) Deadline(payment string, day time.Time) int64 {
	var months int64
	for _, d := range r.Deadlines {
		if slices.Contains(d.Payments, payment) && !d.ValidFrom.After(day) {
			months = d.Months
		}
	}
	return months
}

// Assumed lists the arts whose source has not been read, sorted.
func (r Rules) Assumed() []string {
	var out []string
	for _, a := range r.Arts {
		if a.Assumed {
			out = append(out, a.Art)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A Version is one version of an art, or of a deadline of one kind of payment.
type Version struct {
	Payment   string
	Kind      string
	ValidFrom time.Time
	ValidTo   time.Time // last day; zero while in force
	Art       string    // empty of a deadline
	Months    int64     // 0 of an art
	Assumed   bool
	Source    string
}

// Versions lists arts, then deadlines, each until the day before its next version.
func (r Rules) Versions() []Version {
	var out []Version
	add := func(v Version) {
		k, _ := r.kind(v.Payment) // there, or parse had refused it
		v.Kind = k.Of
		for i := range out {
			old := &out[i]
			same := old.Art == v.Art && old.Kind == v.Kind && (v.Art != "" || old.Payment == v.Payment)
			if same && old.ValidTo.IsZero() {
				old.ValidTo = v.ValidFrom.AddDate(0, 0, -1)
			}
		}
		out = append(out, v)
	}
	for _, a := range r.Arts {
		add(Version{Payment: a.Payment, ValidFrom: a.ValidFrom, Art: a.Art, Assumed: a.Assumed, Source: a.Source})
	}
	for _, d := range r.Deadlines {
		for _, p := range d.Payments {
			add(Version{Payment: p, ValidFrom: d.ValidFrom, Months: d.Months, Assumed: d.Assumed, Source: d.Source})
		}
	}
	return out
}

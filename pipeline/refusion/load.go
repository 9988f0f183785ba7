package refusion

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"opdrift/pipeline/dated"
)

//go:embed rules.yaml
var shipped []byte

// Load reads the rules that ship with the program. An error is a mistake in that file.
func Load() (Rules, error) { return parse(shipped) }

// parse reads rules strictly: an unknown or repeated key, a missing value, versions of
// one scheme on the same day or amounts that do not rise are faults, all named at once.
func parse(data []byte) (Rules, error) {
	var file struct {
		Thresholds []threshold `yaml:"thresholds"`
		Shares     []share     `yaml:"shares"`
		Unapplied  []Unapplied `yaml:"unapplied"`
	}
	if err := dated.Read(data, &file); err != nil {
		return Rules{}, fmt.Errorf("refund rules: %w", err)
	}
	r := Rules{thresholds: file.Thresholds, shares: file.Shares, unapplied: file.Unapplied}
	slices.SortStableFunc(r.thresholds, func(a, b threshold) int {
		return order(a.Scheme, b.Scheme, a.ValidFrom, b.ValidFrom)
	})
	slices.SortStableFunc(r.shares, func(a, b share) int {
		return order(a.Scheme, b.Scheme, a.ValidFrom, b.ValidFrom)
	})
	if err := errors.Join(r.faults()...); err != nil {
		return Rules{}, fmt.Errorf("refund rules: %w", err)
	}
	return r, nil
}

func order(a, b string, from, to time.Time) int {
	if c := strings.Compare(a, b); c != 0 {
		return c
	}
	return from.Compare(to)
}

// A checker collects the faults of one version.
type checker struct{ dated.Row }

func (r Rules) faults() []error {
	var all []error
	for i, t := range r.thresholds {
		c := version(t.Scheme, t.ValidFrom, t.Source)
		c.Want(i == 0 || r.thresholds[i-1].Scheme != t.Scheme || r.thresholds[i-1].ValidFrom.Before(t.ValidFrom), "stands twice: keep one")
		c.threshold(t)
		all = append(all, c.Faults...)
	}
	for i, s := range r.shares {
		c := version(s.Scheme, s.ValidFrom, s.Source)
		c.Want(i == 0 || r.shares[i-1].Scheme != s.Scheme || r.shares[i-1].ValidFrom.Before(s.ValidFrom), "stands twice: keep one")
		c.Want(s.Percent >= 1 && s.Percent <= 100, "percent is %d: want 1 to 100", s.Percent)
		_, both := r.threshold(s.Scheme, 0)
		c.Want(!both, "is also a scheme with thresholds: give one another name")
		_, known := r.threshold(s.CountsIn, 0)
		c.Want(s.CountsIn == "" || known, "counts_in is %q: want a scheme with thresholds, or nothing", s.CountsIn)
		all = append(all, c.Faults...)
	}
	for _, u := range r.unapplied {
		c := version(u.Scheme, u.ValidFrom, u.Source)
		c.Want(len(u.Law) > 0 && u.DA != "" && u.EN != "", "unapplied lacks one of law, da and en: want all of them")
		c.Want(slices.Contains(r.Schemes(), u.Scheme), "unapplied names no scheme that is here")
		all = append(all, c.Faults...)
	}
	if len(r.thresholds)+len(r.shares) == 0 {
		all = append(all, errors.New("there are none: want thresholds or shares"))
	}
	return all
}

func version(scheme string, from time.Time, source string) *checker {
	c := &checker{dated.Row{At: fmt.Sprintf("scheme %q from %s", scheme, from.Format(time.DateOnly))}}
	c.Want(scheme != "", "scheme is empty: want its name")
	c.Want(!from.IsZero() && from.Day() == 1, "valid_from is %s: want the first day of a month", from.Format(time.DateOnly))
	c.Want(source != "", "source is empty: say where it is published")
	return c
}

func (c *checker) threshold(t threshold) {
	c.Want(t.Rounding >= 1, "rounding is %d: want kroner, at least 1", t.Rounding)
	c.Want(t.Lump == "accounting_year", "lump is %q: want accounting_year", t.Lump)
	c.Want(t.Young.Unit == "household" || t.Young.Unit == "person", "young.unit is %q: want household or person", t.Young.Unit)
	c.Want(0 < t.Young.AgeBelow && t.Young.AgeBelow <= t.Young.AftercareTo && t.Young.AftercareTo < t.Adult.AgeBelow && t.Adult.AgeBelow <= 150,
		"ages are %d, %d, %d: want 0 < young.age_below <= young.aftercare_to < adult.age_below <= 150",
		t.Young.AgeBelow, t.Young.AftercareTo, t.Adult.AgeBelow)
	c.Want(len(t.Young.AftercareLaw) > 0 && !slices.Contains(t.Young.AftercareLaw, ""), "young.aftercare_law has none or an empty one: want paragraphs")
	c.Want(len(t.Adult.Steps) > 0, "adult.steps is empty: want at least one")
	c.steps("adult", t.Adult.Steps)
	c.steps("young", t.Young.Steps)
}

func (c *checker) steps(group string, steps []step) {
	before := step{-1, 0}
	for _, s := range steps {
		c.Want(s.Above > before.Above && s.Above <= 1e9, "%s.steps: above %d follows %d: want rising amounts from 0 to 1000000000 kroner", group, s.Above, before.Above)
		c.Want(s.Percent > before.Percent && s.Percent <= 100, "%s.steps: percent %d follows %d: want rising percentages from 1 to 100", group, s.Percent, before.Percent)
		before = s
	}
}

package refusion

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
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
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return Rules{}, fmt.Errorf("refund rules: %w", err)
	}
	if err := decoder.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return Rules{}, errors.New("refund rules: a second document follows the first: keep one")
	}
	r := Rules{thresholds: file.Thresholds, shares: file.Shares}
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

// A checker collects faults of one version.
type checker struct {
	at     string
	faults []error
}

func (c *checker) want(ok bool, format string, args ...any) {
	if !ok {
		c.faults = append(c.faults, fmt.Errorf("%s: %s", c.at, fmt.Sprintf(format, args...)))
	}
}

func (r Rules) faults() []error {
	var all []error
	for i, t := range r.thresholds {
		c := version(t.Scheme, t.ValidFrom, t.Source)
		c.want(i == 0 || r.thresholds[i-1].Scheme != t.Scheme || r.thresholds[i-1].ValidFrom.Before(t.ValidFrom), "stands twice: keep one")
		c.threshold(t)
		all = append(all, c.faults...)
	}
	for i, s := range r.shares {
		c := version(s.Scheme, s.ValidFrom, s.Source)
		c.want(i == 0 || r.shares[i-1].Scheme != s.Scheme || r.shares[i-1].ValidFrom.Before(s.ValidFrom), "stands twice: keep one")
		c.want(s.Percent >= 1 && s.Percent <= 100, "percent is %d: want 1 to 100", s.Percent)
		_, both := r.threshold(s.Scheme, 0)
		c.want(!both, "is also a scheme with thresholds: give one another name")
		_, known := r.threshold(s.CountsIn, 0)
		c.want(s.CountsIn == "" || known, "counts_in is %q: want a scheme with thresholds, or nothing", s.CountsIn)
		all = append(all, c.faults...)
	}
	if len(r.thresholds)+len(r.shares) == 0 {
		all = append(all, errors.New("there are none: want thresholds or shares"))
	}
	return all
}

func version(scheme string, from time.Time, source string) *checker {
	c := &checker{at: fmt.Sprintf("scheme %q from %s", scheme, from.Format(time.DateOnly))}
	c.want(scheme != "", "scheme is empty: want its name")
	c.want(!from.IsZero() && from.Day() == 1, "valid_from is %s: want the first day of a month", from.Format(time.DateOnly))
	c.want(source != "", "source is empty: say where it is published")
	return c
}

func (c *checker) threshold(t threshold) {
	c.want(t.Rounding >= 1, "rounding is %d: want kroner, at least 1", t.Rounding)
	c.want(t.Lump == "accounting_year", "lump is %q: want accounting_year", t.Lump)
	c.want(t.Young.Unit == "household" || t.Young.Unit == "person", "young.unit is %q: want household or person", t.Young.Unit)
	c.want(0 < t.Young.AgeBelow && t.Young.AgeBelow <= t.Young.AftercareTo && t.Young.AftercareTo < t.Adult.AgeBelow && t.Adult.AgeBelow <= 150,
		"ages are %d, %d, %d: want 0 < young.age_below <= young.aftercare_to < adult.age_below <= 150",
		t.Young.AgeBelow, t.Young.AftercareTo, t.Adult.AgeBelow)
	c.want(len(t.Young.AftercareLaw) > 0 && !slices.Contains(t.Young.AftercareLaw, ""), "young.aftercare_law has none or an empty one: want paragraphs")
	c.want(len(t.Adult.Steps) > 0, "adult.steps is empty: want at least one")
	c.steps("adult", t.Adult.Steps)
	c.steps("young", t.Young.Steps)
}

func (c *checker) steps(group string, steps []step) {
	before := step{-1, 0}
	for _, s := range steps {
		c.want(s.Above > before.Above && s.Above <= 1e9, "%s.steps: above %d follows %d: want rising amounts from 0 to 1000000000 kroner", group, s.Above, before.Above)
		c.want(s.Percent > before.Percent && s.Percent <= 100, "%s.steps: percent %d follows %d: want rising percentages from 1 to 100", group, s.Percent, before.Percent)
		before = s
	}
}

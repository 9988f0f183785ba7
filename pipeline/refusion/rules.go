package refusion

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"opdrift/pipeline/money"
)

// Rules are the dated schemes.
type Rules struct {
	thresholds []threshold // by scheme, then valid_from
	shares     []share     // by scheme, then valid_from
	unapplied  []Unapplied
	pinned     int64 // month whose versions say how cost is summed in every month; 0 for each month's own
}

// Known are the rules whose versions were in force by a month: what was known then of the
// months after it.
func (r Rules) Known(month int64) Rules {
	var known Rules
	for _, t := range r.thresholds {
		if monthOf(t.ValidFrom) <= month {
			known.thresholds = append(known.thresholds, t)
		}
	}
	for _, s := range r.shares {
		if monthOf(s.ValidFrom) <= month {
			known.shares = append(known.shares, s)
		}
	}
	return known
}

// CountsIn is the scheme with amounts in which the cost of a scheme's services counts in a
// month: itself, or the one that its flat share names; empty for none.
func (r Rules) CountsIn(scheme string, month int64) string {
	if s, known := r.share(scheme, month); known {
		if s == nil {
			return ""
		}
		scheme = s.CountsIn
	}
	if t, _ := r.threshold(scheme, month); t == nil {
		return ""
	}
	return scheme
}

// A threshold is one version of a scheme that pays above amounts a year.
type threshold struct {
	Scheme    string    `yaml:"scheme"`
	ValidFrom time.Time `yaml:"valid_from"`
	Rounding  int64     `yaml:"rounding"` // kroner
	Lump      string    `yaml:"lump"`
	Adult     adult     `yaml:"adult"`
	Young     young     `yaml:"young"`
	Source    string    `yaml:"source"`
	Checked   string    `yaml:"checked"`
}

type adult struct {
	AgeBelow      int    `yaml:"age_below"`
	CoveredBefore bool   `yaml:"covered_before"`
	Steps         []step `yaml:"steps"`
}

type young struct {
	Unit         string   `yaml:"unit"`
	AgeBelow     int      `yaml:"age_below"`
	AftercareTo  int      `yaml:"aftercare_to"`
	AftercareLaw []string `yaml:"aftercare_law"`
	Steps        []step   `yaml:"steps"`
}

type step struct {
	Above   int64 `yaml:"above"`   // kroner a year
	Percent int64 `yaml:"percent"` // of all that is above
}

// A share is one version of a scheme that pays a flat percentage.
type share struct {
	Scheme    string    `yaml:"scheme"`
	ValidFrom time.Time `yaml:"valid_from"`
	Percent   int64     `yaml:"percent"`
	CountsIn  string    `yaml:"counts_in"`
	Source    string    `yaml:"source"`
	Checked   string    `yaml:"checked"`
}

// Schemes lists the schemes, by name.
func (r Rules) Schemes() []string {
	var names []string
	for _, t := range r.thresholds {
		names = append(names, t.Scheme)
	}
	for _, s := range r.shares {
		names = append(names, s.Scheme)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// First is the first month in which a scheme has a rule; false where it is unknown.
func (r Rules) First(scheme string) (int64, bool) {
	for _, t := range r.thresholds {
		if t.Scheme == scheme {
			return monthOf(t.ValidFrom), true
		}
	}
	for _, s := range r.shares {
		if s.Scheme == scheme {
			return monthOf(s.ValidFrom), true
		}
	}
	return 0, false
}

// Share is what a scheme with a flat percentage pays of a net cost (gross less income
// less other refunds) in a month: net × percent / 100, once to whole øre, half away
// from zero; 0 of a negative net cost and before the scheme's first version. False
// where the scheme has no flat percentage.
func (r Rules) Share(scheme string, month int64, net money.Ore) (money.Ore, bool) {
	s, known := r.share(scheme, month)
	if s == nil || net <= 0 {
		return 0, known
	}
	return s.of(net), true
}

func (s *share) of(net money.Ore) money.Ore {
	return money.Cumulative(net, []int64{s.Percent}, 100)[0]
}

// share finds the version in force; nil with true before the first.
func (r Rules) share(scheme string, month int64) (found *share, known bool) {
	month = cmp.Or(r.pinned, month)
	for i := range r.shares {
		if s := &r.shares[i]; s.Scheme == scheme {
			known = true
			if monthOf(s.ValidFrom) <= month {
				found = s
			}
		}
	}
	return found, known
}

// grouping finds the version by which cost is summed in a month.
func (r Rules) grouping(scheme string, month int64) (*threshold, bool) {
	return r.threshold(scheme, cmp.Or(r.pinned, month))
}

// threshold finds the version in force; nil with true before the first.
func (r Rules) threshold(scheme string, month int64) (found *threshold, known bool) {
	for i := range r.thresholds {
		if t := &r.thresholds[i]; t.Scheme == scheme {
			known = true
			if monthOf(t.ValidFrom) <= month {
				found = t
			}
		}
	}
	return found, known
}

// Aftercare says whether help by a paragraph, such as "SEL § 76, stk. 3", is support after
// care by the version in force in a month. Of a flat share it is the scheme that the share
// counts in that says so.
func (r Rules) Aftercare(scheme string, month int64, paragraph string) bool {
	if s, _ := r.share(scheme, month); s != nil {
		scheme = s.CountsIn
	}
	t, _ := r.grouping(scheme, month)
	return t != nil && slices.ContainsFunc(t.Young.AftercareLaw, func(law string) bool { return of(paragraph, law) })
}

// An Unapplied rule is one that nothing here reckons with.
type Unapplied struct {
	Scheme    string    `yaml:"scheme"`
	ValidFrom time.Time `yaml:"valid_from"`
	Law       []string  `yaml:"law"` // paragraphs that it is about
	DA        string    `yaml:"da"`  // what is left out
	EN        string    `yaml:"en"`
	Source    string    `yaml:"source"`
	Checked   string    `yaml:"checked"`
}

// Unapplied lists the rules in force in a month that are left out of what a scheme pays of
// help by a paragraph, such as "SEL § 110, stk. 1".
func (r Rules) Unapplied(scheme, paragraph string, month int64) (out []Unapplied) {
	for _, u := range r.unapplied {
		if u.Scheme == scheme && monthOf(u.ValidFrom) <= month && slices.ContainsFunc(u.Law, func(law string) bool { return of(paragraph, law) }) {
			out = append(out, u)
		}
	}
	return out
}

// of says whether a paragraph as it is written is that of a law, or a part of it.
func of(paragraph, law string) bool {
	rest, ok := strings.CutPrefix(paragraph, law)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == ',')
}

func monthOf(t time.Time) int64 { return int64(t.Year())*12 + int64(t.Month()) - 1 }

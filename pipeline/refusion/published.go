package refusion

import "time"

// A Published rule is a share that a version of a scheme pays above an amount, as it is shown.
type Published struct {
	Scheme    string
	ValidFrom time.Time
	ValidTo   time.Time // inclusive; zero for the newest version, which goes on
	Persons   string    // adult, young (children, and support after care), or all
	Above     int64     // kroner a year
	Percent   int64     // of what is above, or of the net cost where the scheme has no thresholds
	Source    string
}

// Published lists the rules, by scheme and version, with the amounts as they were published.
func (r Rules) Published() []Published {
	var out []Published
	for i, t := range r.thresholds {
		var to time.Time
		if i+1 < len(r.thresholds) && r.thresholds[i+1].Scheme == t.Scheme {
			to = r.thresholds[i+1].ValidFrom.AddDate(0, 0, -1)
		}
		young := t.Young.Steps
		if len(young) == 0 {
			young = t.Adult.Steps
		}
		for _, s := range t.Adult.Steps {
			out = append(out, Published{t.Scheme, t.ValidFrom, to, "adult", s.Above, s.Percent, t.Source})
		}
		for _, s := range young {
			out = append(out, Published{t.Scheme, t.ValidFrom, to, "young", s.Above, s.Percent, t.Source})
		}
	}
	for i, s := range r.shares {
		var to time.Time
		if i+1 < len(r.shares) && r.shares[i+1].Scheme == s.Scheme {
			to = r.shares[i+1].ValidFrom.AddDate(0, 0, -1)
		}
		out = append(out, Published{s.Scheme, s.ValidFrom, to, "all", 0, s.Percent, s.Source})
	}
	return out
}

package priority

import (
	"math"
	"slices"
)

// TooFewAsked splits the services of a hearing: those that at least one row shows
// a mean of, and those of which every row has too few answers. A rank made of one
// or two answers would tell what a single citizen said, so Values is for the
// first kind alone; [NotRanked] is the row of the second.
func (h Hearing) TooFewAsked() (enough Sample, few []string) {
	shown := map[string]bool{}
	for _, r := range h.Rows {
		if r.Status != TooFew && r.Dimension == "need_gap" {
			shown[r.Service] = true
		}
	}
	for _, s := range h.Sample.Services {
		if !shown[s] {
			few = append(few, s)
		}
	}
	return h.Sample.only(shown), few
}

// only keeps the named services of a sample.
func (s Sample) only(keep map[string]bool) Sample {
	out := Sample{Domains: s.Domains}
	var places []int
	for i, name := range s.Services {
		if keep[name] {
			out.Services, places = append(out.Services, name), append(places, i)
		}
	}
	pick := func(e Estimate) Estimate {
		p := Estimate{Weights: slices.Clone(e.Weights)}
		for _, i := range places {
			p.Of, p.Gap = append(p.Of, e.Of[i]), append(p.Gap, e.Gap[i])
		}
		return p
	}
	out.Point = pick(s.Point)
	for _, r := range s.Replicates {
		out.Replicates = append(out.Replicates, pick(r))
	}
	return out
}

// NotRanked is the value of a service that too few were asked about.
func NotRanked(service string) ServiceValue {
	nan := math.NaN()
	return ServiceValue{Service: service, Value: nan, Low: nan, High: nan, Status: TooFew}
}

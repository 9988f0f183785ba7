package priority

import (
	"cmp"
	"math"
	"slices"
)

// A Contribution is the part of a score that one life domain makes.
type Contribution struct {
	Domain string
	Value  float64
}

// A ServiceValue is what citizens' answers make of a service.
type ServiceValue struct {
	Service       string
	Value         float64 // 0 to 1; NaN when nobody was asked about needs
	Low, High     float64 // 95 % of the replicates; NaN without
	Rank          int     // 1 is most valued; 0 without a value
	Tied          bool    // shares its rank
	Covered       float64 // weight of the domains asked about, of 1
	Contributions []Contribution
	Status        string // ok, no_replicates, no_need
}

// Values is the value of each service and its rank:
//
//	V_s = Σ_{c∈C_s} ω_c · G_sc / Σ_{c∈C_s} ω_c
//
// the need gap of a service in each life domain, weighted by the importance that
// citizens give the domain over all services; the contributions add up to V_s.
// C_s are the domains asked about in that service; Covered is Σ_{C_s} ω_c, small
// where the value rests on little.
//
// Services are ranked by value, then name. Going down, a service gets a rank of
// its own when the first of the rank above has the greater value in at least the
// share tie (0.9) of the replicates; else it shares that rank. Without replicates
// only equal values tie.
func Values(s Sample, tie float64) []ServiceValue {
	var out []ServiceValue
	for k, service := range s.Services {
		v := ServiceValue{Service: service, Status: Heard}
		v.Value, v.Covered, v.Contributions = s.Point.value(s.Domains, k)
		v.Low, v.High = s.interval(func(e Estimate) float64 { return e.score(k) })
		switch {
		case math.IsNaN(v.Value):
			v.Status = "no_need"
		case len(s.Replicates) == 0:
			v.Status = "no_replicates"
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b ServiceValue) int {
		return cmp.Or(byValue(a.Value, b.Value), cmp.Compare(a.Service, b.Service))
	})
	rankServices(out, s, tie)
	return out
}

// byValue sorts high values first and NaN last.
func byValue(a, b float64) int {
	if math.IsNaN(a) != math.IsNaN(b) {
		if math.IsNaN(a) {
			return 1
		}
		return -1
	}
	return cmp.Compare(b, a)
}

func (e Estimate) value(domains []string, k int) (v, covered float64, parts []Contribution) {
	for c := range domains {
		if w := e.Weights[c]; !math.IsNaN(w) && !math.IsNaN(e.Gap[k][c]) {
			covered += w
		}
	}
	if covered == 0 {
		return math.NaN(), 0, nil
	}
	for c, d := range domains {
		if w := e.Weights[c]; !math.IsNaN(w) && !math.IsNaN(e.Gap[k][c]) {
			x := w * e.Gap[k][c] / covered
			v += x
			parts = append(parts, Contribution{d, x})
		}
	}
	return v, covered, parts
}

// score is the value alone, for replicates.
func (e Estimate) score(k int) float64 {
	sum, covered := 0.0, 0.0
	for c, w := range e.Weights {
		if !math.IsNaN(w) && !math.IsNaN(e.Gap[k][c]) {
			sum += w * e.Gap[k][c]
			covered += w
		}
	}
	return sum / covered
}

func rankServices(vs []ServiceValue, s Sample, tie float64) {
	first := 0
	for i := range vs {
		if math.IsNaN(vs[i].Value) {
			return // the rest has no value either
		}
		a, b := index(s.Services, vs[first].Service), index(s.Services, vs[i].Service)
		apart := vs[first].Value > vs[i].Value
		if p := s.Before(func(e Estimate) float64 { return e.score(a) }, func(e Estimate) float64 { return e.score(b) }); !math.IsNaN(p) {
			apart = p >= tie
		}
		if i == 0 || apart {
			first = i
			vs[i].Rank = i + 1
			continue
		}
		vs[i].Rank = vs[first].Rank
		vs[i].Tied, vs[first].Tied = true, true
	}
}

func index(names []string, name string) int {
	i, _ := slices.BinarySearch(names, name)
	return i
}

// Before is the share of replicates in which a is above b, half of those in
// which they are equal; NaN without replicates that know both.
func (s Sample) Before(a, b func(Estimate) float64) float64 {
	above, n := 0.0, 0.0
	for _, e := range s.Replicates {
		x, y := a(e), b(e)
		switch {
		case math.IsNaN(x) || math.IsNaN(y):
			continue
		case x > y:
			above++
		case x == y:
			above += 0.5
		}
		n++
	}
	return above / n
}

// DomainBefore is P(domain a weighs more than domain b) over all services.
func (s Sample) DomainBefore(a, b string) float64 {
	i, j := index(s.Domains, a), index(s.Domains, b)
	return s.Before(func(e Estimate) float64 { return e.Weights[i] }, func(e Estimate) float64 { return e.Weights[j] })
}

// ServiceBefore is P(service a is worth more to citizens than service b).
func (s Sample) ServiceBefore(a, b string) float64 {
	i, j := index(s.Services, a), index(s.Services, b)
	return s.Before(func(e Estimate) float64 { return e.score(i) }, func(e Estimate) float64 { return e.score(j) })
}

package priority

import (
	"math"
	"slices"
)

// A unit is one respondent's view of one service.
type unit struct {
	person  int
	service int
	group   int
	first   bool      // of its person's units
	part    float64   // 1 / number of the person's services: a person counts once over all
	weight  []float64 // normalised importance by domain; NaN not answered
	gap     []float64 // need gap by domain; NaN not answered
}

// A poll is the units that estimates are made of.
type poll struct {
	services, domains, groups []string
	units                     []unit
	shares                    groupShares
	noOutcome                 map[[2]int]bool // service, domain: the gap is the need itself
}

// groupShares is how s_g is found: a named choice, with the population of each
// group where the frame knows it.
type groupShares struct {
	rule  string
	known []float64 // population share by group; nil when the frame does not know
}

// newPoll turns scores into normalised importances and need gaps.
//
//	p_ic = I_ic / Σ_c I_ic           within a respondent and service; 1/C if all are 0
//	G_ic = max(0, need − outcome)    on scales from 0 to 1
//
// Normalising takes away the habit of calling everything important. Where nobody
// was asked what is experienced, the gap is the need itself, and rows say so.
func newPoll(persons []person, ask Ask) *poll {
	q := &poll{noOutcome: map[[2]int]bool{}}
	services, domains, groups := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, p := range persons {
		groups[p.level[ask.GroupBy]] = true
		for k := range p.scores {
			services[k.service], domains[k.domain] = true, true
		}
	}
	q.services, q.domains, q.groups = sortedKeys(services), sortedKeys(domains), sortedKeys(groups)
	q.findOutcomes(persons)
	for i, p := range persons {
		g, _ := slices.BinarySearch(q.groups, p.level[ask.GroupBy])
		about := p.services()
		for n, s := range about {
			k, _ := slices.BinarySearch(q.services, s)
			q.units = append(q.units, unit{i, k, g, n == 0, 1 / float64(len(about)), q.importances(p, s), q.gaps(p, k)})
		}
	}
	return q
}

func (q *poll) findOutcomes(persons []person) {
	need, outcome := map[[2]int]bool{}, map[[2]int]bool{}
	for _, p := range persons {
		for k := range p.scores {
			s, _ := slices.BinarySearch(q.services, k.service)
			c, _ := slices.BinarySearch(q.domains, k.domain)
			switch k.dimension {
			case "need":
				need[[2]int{s, c}] = true
			case "outcome":
				outcome[[2]int{s, c}] = true
			}
		}
	}
	for k := range need {
		q.noOutcome[k] = !outcome[k]
	}
}

func (q *poll) importances(p person, service string) []float64 {
	out := make([]float64, len(q.domains))
	sum, n := 0.0, 0.0
	for c, domain := range q.domains {
		out[c] = math.NaN()
		if s, ok := p.scores[asked{service, domain, "importance"}]; ok {
			out[c] = s.value
			sum += s.value
			n++
		}
	}
	for c := range out {
		if sum > 0 {
			out[c] /= sum
		} else if !math.IsNaN(out[c]) {
			out[c] = 1 / n
		}
	}
	return out
}

func (q *poll) gaps(p person, service int) []float64 {
	out := make([]float64, len(q.domains))
	name := q.services[service]
	for c, domain := range q.domains {
		out[c] = math.NaN()
		need, ok := p.scores[asked{name, domain, "need"}]
		if !ok {
			continue
		}
		if q.noOutcome[[2]int{service, c}] {
			out[c] = need.value
		} else if got, ok := p.scores[asked{name, domain, "outcome"}]; ok {
			out[c] = max(0, need.value-got.value)
		}
	}
	return out
}

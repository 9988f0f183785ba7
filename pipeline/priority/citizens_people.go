package priority

import (
	"cmp"
	"math"
	"slices"
)

// margins that a respondent can be counted in.
var attributes = []string{"stratum", "age_band", "sex", "district", "target_group"}

// A person is one respondent of one survey.
type person struct {
	survey string
	name   string
	level  map[string]string // by attribute
	scores map[asked]score
}

type asked struct{ service, domain, dimension string }

type score struct {
	value float64 // 0 to 1, 1 is most
	proxy bool
}

// people gathers answers by respondent, sorted by survey and name. Of several
// answers to the same question the citizen's own goes first, then the first id;
// answers off their scale are left out, and both are counted in warnings.
func people(answers []Answer) ([]person, []Warning) {
	sorted := slices.Clone(answers)
	slices.SortFunc(sorted, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(a.Survey, b.Survey), cmp.Compare(a.Respondent, b.Respondent),
			cmp.Compare(proxyRank(a), proxyRank(b)), cmp.Compare(a.ID, b.ID))
	})
	var out []person
	count, off, twice := map[string]int{}, map[string]int{}, map[string]int{}
	for _, a := range sorted {
		if len(out) == 0 || out[len(out)-1].survey != a.Survey || out[len(out)-1].name != a.Respondent {
			out = append(out, person{a.Survey, a.Respondent, map[string]string{}, map[asked]score{}})
		}
		p := &out[len(out)-1]
		p.learn(a)
		count[a.Survey]++
		value := unitScore(a)
		key := asked{a.Service, a.Domain, a.Dimension}
		if _, known := p.scores[key]; math.IsNaN(value) {
			off[a.Survey]++
		} else if known {
			twice[a.Survey]++
		} else {
			p.scores[key] = score{value, proxyRank(a) > 0}
		}
	}
	out = slices.DeleteFunc(out, func(p person) bool { return len(p.scores) == 0 })
	return out, append(counted(off, count, badScores), counted(twice, count, answersTwice)...)
}

func counted(of, all map[string]int, warning func(survey string, n, all int) Warning) (out []Warning) {
	for _, survey := range sortedKeys(of) {
		out = append(out, warning(survey, of[survey], all[survey]))
	}
	return out
}

func proxyRank(a Answer) int {
	if a.GivenBy == "" || a.GivenBy == "self" {
		return 0
	}
	return 1
}

// unitScore is (score − min)/(max − min), turned when low means much; NaN when
// the score is not on the scale.
func unitScore(a Answer) float64 {
	if !(a.ScaleMax > a.ScaleMin) || !(a.Score >= a.ScaleMin) || !(a.Score <= a.ScaleMax) {
		return math.NaN()
	}
	u := (a.Score - a.ScaleMin) / (a.ScaleMax - a.ScaleMin)
	if !a.HigherIsBetter {
		u = 1 - u
	}
	return u
}

func (p *person) learn(a Answer) {
	for i, v := range []string{a.Stratum, a.AgeBand, a.Sex, a.District, a.TargetGroup} {
		if p.level[attributes[i]] == "" {
			p.level[attributes[i]] = v
		}
	}
}

// services are those that the person answered about, sorted.
func (p person) services() []string { return servicesOf([]person{p}) }

func servicesOf(persons []person) []string {
	set := map[string]bool{}
	for _, p := range persons {
		for k := range p.scores {
			set[k.service] = true
		}
	}
	return sortedKeys(set)
}

// ownVoices leaves out proxies' answers, except about services where no one
// answered for themselves: better heard through others than not at all, and the
// rows say so.
func ownVoices(all []person) (own []person, proxyOnly map[string]bool) {
	self := map[string]bool{}
	proxyOnly = map[string]bool{}
	for _, p := range all {
		for k, s := range p.scores {
			proxyOnly[k.service] = true
			if !s.proxy {
				self[k.service] = true
			}
		}
	}
	for s := range self {
		delete(proxyOnly, s)
	}
	for _, p := range all {
		q := p
		q.scores = map[asked]score{}
		for k, s := range p.scores {
			if !s.proxy || proxyOnly[k.service] {
				q.scores[k] = s
			}
		}
		if len(q.scores) > 0 {
			own = append(own, q)
		}
	}
	return own, proxyOnly
}

package priority

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A table makes the rows of citizen_value.
type table struct {
	own, all  *panel
	poll      *poll
	margins   []Margin
	proxyOnly map[string]bool
	least     int
}

func (t table) rows() []CitizenValue {
	questions := map[asked]bool{}
	for _, p := range t.own.persons {
		for k := range p.scores {
			questions[k] = true
		}
	}
	var out []CitizenValue
	for _, s := range t.poll.services {
		for _, c := range t.poll.domains {
			for _, d := range []string{"importance", "need", "outcome", "satisfaction"} {
				if q := (asked{s, c, d}); questions[q] {
					out = append(out, t.row(q, scoresOf(t.own, q), scoresOf(t.all, q)))
				}
			}
			if y := t.gapScores(s, c); len(known(y)) > 0 {
				out = append(out, t.gapRow(s, c, y))
			}
		}
	}
	return out
}

// scoresOf lists the answers to a question by respondent, NaN for none.
func scoresOf(p *panel, q asked) []float64 {
	y := make([]float64, len(p.persons))
	for i, who := range p.persons {
		y[i] = math.NaN()
		if s, ok := who.scores[q]; ok {
			y[i] = s.value
		}
	}
	return y
}

func known(y []float64) (out []int) {
	for i, v := range y {
		if !math.IsNaN(v) {
			out = append(out, i)
		}
	}
	return out
}

func (t table) row(q asked, own, all []float64) CitizenValue {
	r := t.estimate(q.service, own)
	r.Service, r.Domain, r.Dimension = q.service, q.domain, q.dimension
	proxies := 0.0
	for _, i := range known(all) {
		if t.all.persons[i].scores[q].proxy {
			proxies++
		}
	}
	r.ProxyShare = proxies / float64(len(known(all)))
	if r.Status != TooFew {
		r.WithProxies, _ = weightedMean(all, t.all.weight, t.all.design, nil)
	}
	if r.Status == Heard && t.proxyOnly[q.service] {
		r.Status = ProxyOnly
	}
	return r
}

func (t table) gapScores(service, domain string) []float64 {
	y := make([]float64, len(t.own.persons))
	for i := range y {
		y[i] = math.NaN()
	}
	for _, u := range t.poll.units {
		if t.poll.services[u.service] != service {
			continue
		}
		for c, name := range t.poll.domains {
			if name == domain {
				y[u.person] = u.gap[c]
			}
		}
	}
	return y
}

func (t table) gapRow(service, domain string, y []float64) CitizenValue {
	r := t.estimate(service, y)
	r.Service, r.Domain, r.Dimension = service, domain, "need_gap"
	r.ProxyShare, r.WithProxies = math.NaN(), math.NaN()
	for k, alone := range t.poll.noOutcome {
		if alone && r.Status == Heard && t.poll.services[k[0]] == service && t.poll.domains[k[1]] == domain {
			r.Status = NeedAlone
		}
	}
	return r
}

// estimate fills in counts, mean and interval of one question.
func (t table) estimate(service string, y []float64) CitizenValue {
	nan := math.NaN()
	r := CitizenValue{ResponseRate: nan, WeightedMean: nan, StandardError: nan, Low: nan, High: nan,
		Neff: nan, UnreachedShare: nan, WithProxies: nan, Status: Heard}
	who := known(y)
	answered := int64(len(who))
	r.Answered = &answered
	if invited := t.invited(service, who); invited > 0 {
		r.Invited = &invited
		r.ResponseRate = float64(answered) / float64(invited)
	}
	r.UnreachedShare = t.unreached(who)
	for _, i := range who {
		if s := t.own.status(i); s != Heard {
			r.Status = s
		}
	}
	if int(answered) < t.least {
		r.Status = TooFew
	}
	if r.Status == TooFew || r.Status == NotRaked {
		return r
	}
	r.WeightedMean, r.StandardError = weightedMean(y, t.own.weight, t.own.design, t.own.targets)
	weights := make([]float64, 0, len(who))
	for _, i := range who {
		weights = append(weights, t.own.weight[i])
	}
	_, r.Neff = kish(weights)
	t.interval(&r, y, who)
	return r
}

// interval is mean ± t · se, with the answers less their strata as degrees of
// freedom, kept within the scale. Answers that are all alike say nothing about
// the spread.
func (t table) interval(r *CitizenValue, y []float64, who []int) {
	strata, alike := map[int]bool{}, true
	for _, i := range who {
		strata[t.own.design.stratum[i]] = true
		alike = alike && y[i] == y[who[0]]
	}
	if alike {
		r.StandardError = math.NaN()
		if r.Status == Heard {
			r.Status = Constant
		}
		return
	}
	if df := len(who) - len(strata); df > 0 {
		q := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(df)}.Quantile(0.975)
		r.Low, r.High = max(0, r.WeightedMean-q*r.StandardError), min(1, r.WeightedMean+q*r.StandardError)
	}
}

// invited is the number asked about a service: the frame's own count of the
// service or, in a survey of one service, that of the first margin. 0 when any
// survey of these respondents does not say.
func (t table) invited(service string, who []int) (sum int64) {
	for _, s := range t.surveys(who) {
		in := t.invitedIn(t.own.persons[s.from].survey, service, s)
		if in == 0 {
			return 0
		}
		sum += in
	}
	return sum
}

func (t table) invitedIn(survey, service string, s part) (sum int64) {
	for _, m := range t.margins {
		if m.Survey == survey && m.Margin == "service" && m.Level == service {
			return m.Invited
		}
	}
	first := ""
	for _, m := range t.margins {
		if m.Survey == survey && m.Margin != "service" && (first == "" || m.Margin < first) {
			first = m.Margin
		}
	}
	if s.services > 1 {
		return 0
	}
	for _, m := range t.margins {
		if m.Survey == survey && m.Margin == first {
			sum += m.Invited
		}
	}
	return sum
}

// unreached is the population share in groups where nobody answered, over the
// surveys of these respondents.
func (t table) unreached(who []int) float64 {
	sum, population := 0.0, 0.0
	for k, s := range t.own.parts {
		for _, in := range t.surveys(who) {
			if in.from == s.from {
				sum += t.own.facts[k].Unreached * t.own.facts[k].Population
				population += t.own.facts[k].Population
			}
		}
	}
	return sum / population
}

// surveys are the parts that these respondents belong to.
func (t table) surveys(who []int) (out []part) {
	for _, s := range t.own.parts {
		for _, i := range who {
			if i >= s.from && i < s.to {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

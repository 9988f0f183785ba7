package priority

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"

	"opdrift/forecasts/draws"
)

// ListenMeans does what published means allow, for the rows of one municipality:
// the newest year of each question. The need gap is max(0, mean need − mean
// outcome), at most the true mean of gaps. Intervals exist only where the
// publisher gives a standard error. Weights vary as Dirichlet(n · ω), n the
// fewest answers to any question about importance, and not at all where answers
// are not known.
func ListenMeans(means []Mean, municipality string, ask Ask) Hearing {
	m := newest(means, municipality)
	if len(m.rows) == 0 {
		return Hearing{}
	}
	point, asked := m.point()
	sample := Sample{Services: m.services, Domains: m.domains, Point: point}
	if m.uncertain() {
		for r := range ask.Replicates {
			stream := draws.Stream(ask.Seed, "citizens", "means", strconv.Itoa(r))
			sample.Replicates = append(sample.Replicates, m.replicate(point, stream))
		}
	}
	h := Hearing{Weights: domainWeights(sample, asked), Sample: sample}
	for _, r := range m.rows {
		h.Rows = append(h.Rows, r.row(ask.MinAnswers))
	}
	return h
}

// published is the means in use, by question.
type published struct {
	rows              []Mean // sorted by service, domain, dimension
	services, domains []string
}

func newest(means []Mean, municipality string) published {
	best := map[asked]Mean{}
	services, domains := map[string]bool{}, map[string]bool{}
	for _, m := range means {
		if m.Municipality != municipality {
			continue
		}
		if m.Service == "" {
			m.Service = "all"
		}
		q := asked{m.Service, m.Domain, m.Dimension}
		if old, ok := best[q]; !ok || m.Year > old.Year {
			best[q] = m
		}
		services[m.Service], domains[m.Domain] = true, true
	}
	out := published{services: sortedKeys(services), domains: sortedKeys(domains)}
	for _, m := range best {
		out.rows = append(out.rows, m)
	}
	slices.SortFunc(out.rows, func(a, b Mean) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Domain, b.Domain), cmp.Compare(a.Dimension, b.Dimension))
	})
	return out
}

// onUnit brings a mean and its error to the scale from 0 to 1; NaN without scale.
func (m Mean) onUnit() (mean, se float64) {
	width := m.ScaleMax - m.ScaleMin
	if !(width > 0) {
		return math.NaN(), math.NaN()
	}
	return (m.Mean - m.ScaleMin) / width, m.StandardError / width
}

func (m Mean) row(least int) CitizenValue {
	nan := math.NaN()
	r := CitizenValue{Service: m.Service, Domain: m.Domain, Dimension: m.Dimension,
		ResponseRate: nan, Low: nan, High: nan, UnreachedShare: nan, Neff: nan, ProxyShare: nan, WithProxies: nan, Status: Heard}
	if m.Answered > 0 {
		r.Answered = &m.Answered
	}
	if m.Invited > 0 {
		r.Invited = &m.Invited
	}
	if m.Answered > 0 && m.Invited > 0 {
		r.ResponseRate = float64(m.Answered) / float64(m.Invited)
	}
	r.WeightedMean, r.StandardError = m.onUnit()
	switch {
	case m.Answered > 0 && m.Answered < int64(least):
		r.Status, r.WeightedMean, r.StandardError = TooFew, nan, nan
	case math.IsNaN(r.WeightedMean):
		r.Status = NoScale
	case math.IsNaN(r.StandardError):
		r.Status = NoError
	default:
		r.Low, r.High = max(0, r.WeightedMean-1.96*r.StandardError), min(1, r.WeightedMean+1.96*r.StandardError)
	}
	return r
}

// find is the mean of a question; ok is false when it was not asked or has no
// scale.
func (p published) find(service, domain, dimension string) (m Mean, ok bool) {
	for _, r := range p.rows {
		if r.Service == service && r.Domain == domain && r.Dimension == dimension {
			u, _ := r.onUnit()
			return r, !math.IsNaN(u)
		}
	}
	return Mean{}, false
}

// uncertain reports whether anything published can vary.
func (p published) uncertain() bool {
	for _, r := range p.rows {
		if !math.IsNaN(r.StandardError) && r.ScaleMax > r.ScaleMin || p.answers(r.Service) > 0 {
			return true
		}
	}
	return false
}

// answers is the fewest answers to a question about importance in a service; 0
// when some are not known or there is no such question.
func (p published) answers(service string) (n int64) {
	for _, r := range p.rows {
		if r.Service != service || r.Dimension != "importance" {
			continue
		}
		if r.Answered == 0 {
			return 0
		}
		if n == 0 || r.Answered < n {
			n = r.Answered
		}
	}
	return n
}

// point is the estimate as published. The weights over all services are those of
// the service "all" where it was asked, else the mean over services.
func (p published) point() (e Estimate, important []bool) {
	important = make([]bool, len(p.services)+1)
	for k, s := range p.services {
		gap := make([]float64, len(p.domains))
		for c, d := range p.domains {
			gap[c] = p.gap(s, d, func(Mean) float64 { return 0 })
		}
		w, asked := p.weights(s, gap)
		e.Of, e.Gap = append(e.Of, w), append(e.Gap, gap)
		important[k+1] = asked
		important[0] = important[0] || asked
	}
	e.Weights = p.overall(e.Of, important)
	return e, important
}

// gap is the need gap of a domain, each mean moved by shift times its error.
func (p published) gap(service, domain string, shift func(Mean) float64) float64 {
	need, ok := p.find(service, domain, "need")
	if !ok {
		return math.NaN()
	}
	at := func(m Mean) float64 {
		u, se := m.onUnit()
		if math.IsNaN(se) {
			return u
		}
		return u + shift(m)*se
	}
	if outcome, ok := p.find(service, domain, "outcome"); ok {
		return min(1, max(0, at(need)-at(outcome)))
	}
	return min(1, max(0, at(need)))
}

func (p published) weights(service string, gap []float64) (w []float64, asked bool) {
	w = make([]float64, len(p.domains))
	sum, n := 0.0, 0.0
	for c, d := range p.domains {
		w[c] = math.NaN()
		if m, ok := p.find(service, d, "importance"); ok {
			w[c], _ = m.onUnit()
			sum += w[c]
		}
		if !math.IsNaN(gap[c]) {
			n++
		}
	}
	for c := range w {
		if sum > 0 {
			w[c] /= sum
		} else if !math.IsNaN(gap[c]) {
			w[c] = 1 / n
		}
	}
	return w, sum > 0
}

func (p published) overall(of [][]float64, important []bool) []float64 {
	use := []int{}
	for k, s := range p.services {
		if s == "all" && important[k+1] {
			return slices.Clone(of[k])
		}
		if important[k+1] || !important[0] {
			use = append(use, k)
		}
	}
	out := make([]float64, len(p.domains))
	sum := 0.0
	for c := range out {
		n := 0.0
		for _, k := range use {
			if !math.IsNaN(of[k][c]) {
				out[c] += of[k][c]
				n++
			}
		}
		out[c] /= n
		if n > 0 {
			sum += out[c]
		}
	}
	for c := range out {
		out[c] /= sum
	}
	return out
}

// replicate draws weights from their Dirichlet and gaps from their errors.
func (p published) replicate(point Estimate, stream *rand.Rand) Estimate {
	e := Estimate{}
	important := make([]bool, len(p.services)+1)
	for k, s := range p.services {
		gap := make([]float64, len(p.domains))
		for c, d := range p.domains {
			gap[c] = p.gap(s, d, func(Mean) float64 { return stream.NormFloat64() })
		}
		w, asked := p.weights(s, gap)
		important[k+1] = asked
		important[0] = important[0] || asked
		if n := p.answers(s); asked && n > 0 {
			w = dirichlet(point.Of[k], float64(n), stream)
		}
		e.Of, e.Gap = append(e.Of, w), append(e.Gap, gap)
	}
	e.Weights = p.overall(e.Of, important)
	return e
}

// dirichlet draws weights around w with the precision of n answers; a weight
// that is 0 or not known stays so.
func dirichlet(w []float64, n float64, stream *rand.Rand) []float64 {
	out := make([]float64, len(w))
	sum := 0.0
	for c, x := range w {
		out[c] = x
		if x > 0 {
			out[c] = distuv.Gamma{Alpha: n * x, Beta: 1, Src: stream}.Rand()
			sum += out[c]
		}
	}
	for c, x := range w {
		if x > 0 {
			out[c] /= sum
		}
	}
	return out
}

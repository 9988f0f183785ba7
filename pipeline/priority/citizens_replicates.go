package priority

import (
	"math/rand/v2"
	"strconv"

	"opdrift/forecasts/draws"
)

// replicates repeats the whole estimate on bootstrap weights (Rao and Wu 1988,
// rescaling): within each stratum of n_h respondents, n_h − 1 are drawn with
// replacement, and who was drawn m times weighs
//
//	w* = w · n_h/(n_h − 1) · m
//
// after which each survey is raked and trimmed again, to the margins that the
// survey itself was raked to. A stratum of one cannot be resampled and keeps its
// weight. A replicate that nobody of some class was drawn into may not meet the
// margins together: it counts with the weights of its last round, which meet
// them nearly, because leaving it out would make small classes look surer than
// they are; SurveyFact.Loose counts such replicates. Each replicate has a random
// stream of its own, by seed and number.
func (p *panel) replicates(q *poll, ask Ask) []Estimate {
	members := make([][]int, len(p.design.fraction))
	for i, h := range p.design.stratum {
		members[h] = append(members[h], i)
	}
	var out []Estimate
	for r := range ask.Replicates {
		stream := draws.Stream(ask.Seed, "citizens", "replicate", strconv.Itoa(r))
		out = append(out, q.estimate(p.resampled(members, stream)))
	}
	return out
}

func (p *panel) resampled(members [][]int, stream *rand.Rand) []float64 {
	w := make([]float64, len(p.base))
	for _, m := range members {
		n := len(m)
		if n == 1 {
			w[m[0]] = p.base[m[0]]
			continue
		}
		for range n - 1 {
			i := m[stream.IntN(n)]
			w[i] += p.base[i] * float64(n) / float64(n-1)
		}
	}
	for k, s := range p.parts {
		if p.facts[k].Status == NotRaked {
			clear(w[s.from:s.to])
			continue
		}
		if _, _, _, converged := weighting(w[s.from:s.to], s.targets); !converged {
			p.facts[k].Loose++
		}
	}
	return w
}

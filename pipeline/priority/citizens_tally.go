package priority

import "math"

// A tally holds the sums that weights and gaps of one service, or of all, are
// made of.
type tally struct {
	theta, thetaW [][]float64 // [group][domain]
	gap, gapW     []float64   // [domain]
	voice, need   []float64   // [group]
}

func newTally(groups, domains int) tally {
	t := tally{gap: make([]float64, domains), gapW: make([]float64, domains),
		voice: make([]float64, groups), need: make([]float64, groups)}
	for range groups {
		t.theta = append(t.theta, make([]float64, domains))
		t.thetaW = append(t.thetaW, make([]float64, domains))
	}
	return t
}

// add counts one respondent's view with weight w. voice is the weight by which
// the respondent adds to the size of the group.
func (t tally) add(u unit, w, voice float64) {
	t.voice[u.group] += voice
	for c, p := range u.weight {
		if !math.IsNaN(p) {
			t.theta[u.group][c] += w * p
			t.thetaW[u.group][c] += w
		}
	}
	sum, n := 0.0, 0.0
	for c, g := range u.gap {
		if !math.IsNaN(g) {
			t.gap[c] += w * g
			t.gapW[c] += w
			sum += g
			n++
		}
	}
	if n > 0 {
		t.need[u.group] += w * sum / n
	}
}

// tallies adds all units up, over all services and by service. Persons without a
// weight (NaN: their survey could not be raked) do not count.
func (q *poll) tallies(w []float64) (all tally, of []tally) {
	all = newTally(len(q.groups), len(q.domains))
	for range q.services {
		of = append(of, newTally(len(q.groups), len(q.domains)))
	}
	for _, u := range q.units {
		x := w[u.person]
		if !(x > 0) {
			continue
		}
		of[u.service].add(u, x, x)
		voice := 0.0
		if u.first {
			voice = x
		}
		all.add(u, x*u.part, voice)
	}
	return all, of
}

// estimate is the weights and gaps under one set of person weights.
//
//	θ_gc = Σ_{i∈g} w_i p_ic / Σ w_i,  ω_c = Σ_g s_g θ_gc, made to sum to 1
//
// over all services and within each.
func (q *poll) estimate(w []float64) Estimate {
	all, of := q.tallies(w)
	e := Estimate{Weights: all.weights(q.shares, true)}
	for _, t := range of {
		e.Of = append(e.Of, t.weights(q.shares, false))
		gap := make([]float64, len(q.domains))
		for c := range gap {
			gap[c] = t.gap[c] / t.gapW[c] // NaN where nobody was asked
		}
		e.Gap = append(e.Gap, gap)
	}
	return e
}

// weights is ω. Where nobody was asked what is important, every domain whose
// need was asked for weighs the same.
func (t tally) weights(shares groupShares, overall bool) []float64 {
	share := t.groupShare(shares, overall)
	out := make([]float64, len(t.gap))
	sum, asked := 0.0, 0.0
	for c := range out {
		theta, reached := 0.0, 0.0
		for g, s := range share {
			if t.thetaW[g][c] > 0 {
				theta += s * t.theta[g][c] / t.thetaW[g][c]
				reached += s
			}
		}
		out[c] = theta / reached
		if reached > 0 {
			sum += out[c]
		}
		if t.gapW[c] > 0 {
			asked++
		}
	}
	for c := range out {
		if sum > 0 {
			out[c] /= sum
		} else if t.gapW[c] > 0 {
			out[c] = 1 / asked
		}
	}
	return out
}

// groupShare is s_g, how much each group's voice counts: by its population, by
// its need, or the same for each group that answered. Within one service the
// population is that of the weights, because frames do not know services by
// group; over all services the frame's own counts go first.
func (t tally) groupShare(by groupShares, overall bool) []float64 {
	share := make([]float64, len(t.voice))
	for g, v := range t.voice {
		switch {
		case v == 0:
		case by.rule == "need" && sumOf(t.need) > 0:
			share[g] = t.need[g]
		case by.rule == "equal":
			share[g] = 1
		case by.rule == "population" && overall && by.known != nil:
			share[g] = by.known[g]
		default:
			share[g] = v
		}
	}
	if sum := sumOf(share); sum > 0 {
		for g := range share {
			share[g] /= sum
		}
	}
	return share
}

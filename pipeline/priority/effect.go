package priority

import "math"

var profiles = []string{"step", "linear", "front", "back", "adoption"}

// An effect is what a measure takes off its service's spending in each year from
// its start, as a share of what the service would have cost.
type effect struct {
	expected []float64 // below 0 where it makes the service dearer
	cautious []float64 // what budgets count on, never below 0
}

// effectOf works out a measure that starts in year s of years.
//
//	f      realism factor of the evidence level
//	expected = −effect · f · choose_share · profile_a · persistence^a · reach
//	cautious = max(0, −effect · f + z_q · sd/√f) · the same, with
//	sd     = (effect_high − effect_low) / (2 · 1.96)
//
// a counts years since the lead time ended; a year in which lead time still runs
// has no effect at all. The interval is taken as normal, and weaker evidence
// widens it. Without an interval nothing is known about the spread, so budgets
// count on nothing. reach is 1, except for an effect on inflow or duration,
// which works only as grants are renewed: 1 − (1 − turnover)^(a+1).
func effectOf(m Measure, realism, turnover float64, p Params, s, years int) effect {
	e := effect{make([]float64, years), make([]float64, years)}
	gain := -m.Effect * realism
	careful := 0.0
	if sd := (m.EffectHigh - m.EffectLow) / (2 * 1.96); !math.IsNaN(sd) && realism > 0 {
		careful = max(0, gain+normalQuantile(p.CautionQuantile)*sd/math.Sqrt(realism))
	}
	lead := (m.LeadMonths + 11) / 12
	for a := 0; s+lead+a < years && (m.Horizon == 0 || lead+a < m.Horizon); a++ {
		part := orOne(m.ChooseShare) * profile(m.Profile, a, p.RampYears) * math.Pow(orOne(m.Persistence), float64(a))
		if m.EffectOn == "inflow" || m.EffectOn == "duration" {
			part *= reach(turnover, a+1)
		}
		e.expected[s+lead+a] = gain * part
		e.cautious[s+lead+a] = careful * part
	}
	return e
}

// profile is the share of the effect that works in the a-th year after the lead
// time, R being the years of ramp:
//
//	step 1, linear u, front √u, back u², u = min(1, (a+1)/R)
//	adoption: Bass (1969), (1 − e^{−(p+q)x})/(1 + (q/p) e^{−(p+q)x}), x = a+1, with
//	          p = 0.03 and q = 0.38, the means of Sultan, Farley and Lehmann (1990)
func profile(name string, a, ramp int) float64 {
	u := min(1, float64(a+1)/float64(max(1, ramp)))
	switch name {
	case "linear":
		return u
	case "front":
		return math.Sqrt(u)
	case "back":
		return u * u
	case "adoption":
		const p, q = 0.03, 0.38
		e := math.Exp(-(p + q) * float64(a+1))
		return (1 - e) / (1 + q/p*e)
	}
	return 1
}

// orOne reads a share that was not given as all.
func orOne(x float64) float64 {
	if math.IsNaN(x) {
		return 1
	}
	return x
}

// together combines what several measures take off one service in a year. What
// they save multiplies, because each works on what the others left, and is
// capped; what they add is added.
//
//	min(cap, 1 − Π(1 − s_j)) − Σ increases
func together(shares []float64, limit float64) float64 {
	left, more := 1.0, 0.0
	for _, s := range shares {
		if s > 0 {
			left *= 1 - s
		} else {
			more -= s
		}
	}
	return min(limit, 1-left) - more
}

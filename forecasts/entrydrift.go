package forecasts

import "math"

const (
	// leastDrift is the fewest years of entries from which a drift is read.
	leastDrift = 5
	// driftDamping is how much of a year's drift the next has: trends do not go on for
	// ever (Gardner and McKenzie 1985).
	driftDamping = 0.9
)

// A yearCount is the entries and inhabitants of one band in one year.
type yearCount struct{ entries, persons float64 }

// entryDrifts sets the yearly change β of the logarithm of each service's entry rates,
// the same in all its bands and measured over all years that its flow has:
//
//	E_bt ~ Poisson(N_bt · exp(α_b + β t)),  given the entries of each band over the years:
//	U(β) = Σ_b Σ_t E_bt (t − t̄_b) = 0,  t̄_b = Σ_t t N_bt e^βt / Σ_t N_bt e^βt
//	se²  = φ / Σ_b E_b Var_b(t),  φ = max(1, χ²/(years − 2)) of the service's years
//	β̃   = β · τ²/(τ² + se²),  τ² = max(0, (Σ β²/se² − k)/Σ 1/se²)
//
// τ² is how much the k services of the panel drift beyond chance, by moments about 0. So where
// use stands still, no service drifts, and a service with few entries takes after the
// others. Entry rates are then λ_b · exp(β̃ (c + 0.9 + … + 0.9^h)), with c the years from the
// middle of those of the rates to the last: a year to come drifts 0.9 of the year before.
//
// Source: conditional maximum likelihood of a Poisson regression with effects of bands,
// Cameron and Trivedi, Regression Analysis of Count Data (2nd ed.), section 9.4.2; τ² by
// DerSimonian and Laird (1986), Controlled Clinical Trials 7, 177-188, with mean 0.
func entryDrifts(models []*flowModel) {
	var slopes, weights []float64
	var of []*flowModel
	for _, m := range models {
		if beta, se, ok := driftOf(m.counts); ok {
			slopes, weights, of = append(slopes, beta), append(weights, 1/(se*se)), append(of, m)
		}
	}
	var q, sum float64
	for k, beta := range slopes {
		q += beta * beta * weights[k]
		sum += weights[k]
	}
	if len(of) == 0 {
		return
	}
	variance := max(0, (q-float64(len(of)))/sum)
	for k, m := range of {
		m.drift = slopes[k] * variance / (variance + 1/weights[k])
		m.driftSD = math.Sqrt(variance / (1 + variance*weights[k]))
	}
}

// driftOf estimates β and its standard error from counts by band and year; ok is false
// where they do not tell.
func driftOf(counts [][]yearCount) (beta, se float64, ok bool) {
	const steps, far = 30, 1
	var information float64
	for range steps {
		score, info := 0.0, 0.0
		for _, years := range counts {
			e, _, mean, variance := timesOf(years, beta)
			for t, c := range years {
				score += c.entries * (float64(t) - mean)
			}
			info += e * variance
		}
		if !(info > 0) {
			return 0, 0, false
		}
		information = info
		step := score / info
		if beta += step; math.Abs(beta) > far {
			return 0, 0, false
		}
		if math.Abs(step) < 1e-10 {
			break
		}
	}
	return beta, math.Sqrt(dispersion(counts, beta) / information), true
}

// timesOf returns a band's entries over the years, its inhabitants of all years with the
// weight e^βt, and the mean and variance of the year of one of them.
func timesOf(years []yearCount, beta float64) (entries, weight, mean, variance float64) {
	var first, second float64
	for t, c := range years {
		entries += c.entries
		x := c.weight(t, beta)
		weight, first, second = weight+x, first+x*float64(t), second+x*float64(t)*float64(t)
	}
	if !(weight > 0) {
		return 0, 0, 0, 0
	}
	return entries, weight, first / weight, second/weight - first/weight*first/weight
}

func (c yearCount) weight(t int, beta float64) float64 { return c.persons * math.Exp(beta*float64(t)) }

// dispersion is Pearson's χ² of the service's entries by year over its degrees of
// freedom, 1 at least.
func dispersion(counts [][]yearCount, beta float64) float64 {
	var observed, expected []float64
	for _, years := range counts {
		entries, weight, _, _ := timesOf(years, beta)
		for t, c := range years {
			if len(observed) == t {
				observed, expected = append(observed, 0), append(expected, 0)
			}
			observed[t] += c.entries
			if weight > 0 {
				expected[t] += entries * c.weight(t, beta) / weight
			}
		}
	}
	var chi float64
	for t, e := range expected {
		if e > 0 {
			chi += (observed[t] - e) * (observed[t] - e) / e
		}
	}
	return max(1, chi/float64(len(observed)-2))
}

// countEntries sets the entries and inhabitants of each band in all years of the flow
// after the first with an entry, in which a service may have opened; none where these
// are fewer than leastDrift.
func (m *flowModel) countEntries(f *Flow, last int) {
	first := last + 1
	for _, r := range f.Rows {
		if r.Duration == Entrant && r.Persons > 0 {
			first = min(first, r.Year)
		}
	}
	n := last - first
	if n < leastDrift {
		return
	}
	m.counts = make([][]yearCount, len(m.bands))
	for b := range m.counts {
		m.counts[b] = make([]yearCount, n)
		for t := range n {
			if persons := m.exposure[b].at(first + 1 + t); finite(persons) && persons > 0 {
				m.counts[b][t].persons = persons
			}
		}
	}
	for _, r := range f.Rows {
		b, t := m.entryBand(r.Age), r.Year-first-1
		if r.Duration == Entrant && b >= 0 && t >= 0 && t < n && m.counts[b][t].persons > 0 {
			m.counts[b][t].entries += r.Persons
		}
	}
}

// drifted is what entry rates of a year are multiplied with: the rates are those of the
// middle of their years.
func (m *flowModel) drifted(year int) float64 {
	time, step := float64(min(year, m.last))-float64(m.rows[0].Year+m.last)/2, 1.0
	for range year - m.last {
		step *= driftDamping
		time += step
	}
	return math.Exp(m.drift * time)
}

package forecasts

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"opdrift/forecasts/draws"
)

// halfAnEvent is added to what a service has seen in all its bands: that nobody came or left
// in a few years does not make it impossible (Jeffreys' prior; Gelman and others, Bayesian
// Data Analysis, 3rd ed., section 2.8).
const halfAnEvent = 0.5

// A gammaRate is a rate per person: Gamma with a number of events and the persons that they
// come from, both above 0.
type gammaRate struct{ events, persons float64 }

func (g gammaRate) draw(rng *rand.Rand) float64 {
	return distuv.Gamma{Alpha: g.events, Beta: g.persons, Src: rng}.Rand()
}

// A betaRate is the chance of an event: Beta with the number of events and of those
// without.
type betaRate struct{ events, without float64 }

// hazardOf is the posterior of an exit hazard with κ = 5 persons of the prior, which is above
// 0 and below 1.
func hazardOf(exits, persons, prior float64) betaRate {
	return betaRate{exits + hazardPrior*prior, persons - exits + hazardPrior*(1-prior)}
}

func (b betaRate) draw(rng *rand.Rand) float64 {
	return distuv.Beta{Alpha: b.events, Beta: b.without, Src: rng}.Rand()
}

// Sample implements [Sampler]. Each draw has rates of its own from their posteriors,
//
//	λ_b ~ Gamma(E_b + k, N_b + k/λ̄),  q_bd ~ Beta(X_bd + κ·q̄_d, P_bd − X_bd + κ·(1 − q̄_d))
//	β ~ Normal(β̃, τ² se²/(τ² + se²))
//
// (cohort, entryDrifts; of ages and durations without persons, from the prior alone; β only
// where six years of entries tell of it), with half an event more in λ̄ and q̄_d. With these
// chance decides person by person: Poisson entries at each age, binomial exits, and one day
// for each who comes or leaves, spread evenly over the year about the mean. Draws of a
// service's bands belong together, those of services have nothing in common. They are scaled
// so that their mean is the path of Fit.
//
// The draws know the chance of few persons and of rates from few years. They do not know
// that rates change: that only errors of the past tell.
func (cohort) Sample(ctx context.Context, p Panel, horizon, n int, seed uint64) ([][][]float32, error) {
	out := make([][][]float32, len(p.Series))
	services := flowServices(p, horizon)
	return out, parallel(ctx, len(services), func(k int) error {
		s := services[k]
		if s.err != nil {
			return nil
		}
		means, err := s.model.project(p, s.members, horizon)
		if err != nil {
			return nil // no exposure of the years to come: Fit says so
		}
		drawn, err := s.model.sample(ctx, draws.Stream(seed, "posterior", p.Series[s.members[0]].Key), horizon, n)
		if err != nil {
			return err
		}
		for k, i := range s.members {
			if means[k] != nil {
				out[i] = scaledTo(drawn[k], means[k])
			}
		}
		return nil
	})
}

// sample draws volumes by band, year and draw.
func (m *flowModel) sample(ctx context.Context, rng *rand.Rand, horizon, n int) ([][][]float32, error) {
	out := make([][][]float32, len(m.bands))
	for b := range out {
		out[b] = make([][]float32, horizon)
		for h := range out[b] {
			out[b][h] = make([]float32, n)
		}
	}
	stock := stockAfter(m.rows, m.last)
	for d := range n {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		volumes, err := m.drawn(rng).run(stock, m.last+1, horizon, chance{rng})
		if err != nil {
			return nil, err
		}
		for h, row := range volumes {
			for b, v := range row {
				out[b][h][d] = float32(v)
			}
		}
	}
	return out, nil
}

// drawn is the model with rates from their posteriors.
func (m *flowModel) drawn(rng *rand.Rand) *flowModel {
	out := *m
	out.entry = make([]float64, len(m.entered))
	for b, rate := range m.entered {
		out.entry[b] = rate.draw(rng)
	}
	out.prior, out.hazard = map[int]float64{}, map[[2]int]float64{}
	for d := Entrant; d <= longest; d++ {
		out.prior[d] = hazardOf(0, 0, m.unseen(d)).draw(rng)
	}
	for _, key := range sortedCells(m.left) {
		out.hazard[key] = m.left[key].draw(rng)
	}
	out.drift += m.driftSD * rng.NormFloat64()
	return &out
}

// chance draws persons one by one.
type chance struct{ rng *rand.Rand }

func (c chance) enter(mean float64) float64 {
	if !(mean > 0) {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: c.rng}.Rand()
}

func (c chance) leave(persons, hazard float64) float64 {
	switch {
	case !(persons > 0) || !(hazard > 0):
		return 0
	case hazard >= 1:
		return persons
	}
	return distuv.Binomial{N: math.Round(persons), P: hazard, Src: c.rng}.Rand()
}

// presence moves a day of each who came, or else left, by up to half a year either way.
func (c chance) presence(mean, persons, leavers float64, entrants bool) float64 {
	days := leavers
	if entrants {
		days = persons
	}
	for range int(days) {
		mean += c.rng.Float64() - 0.5
	}
	return min(persons, max(0, mean))
}

// scaledTo scales draws by year to the given means; nil where draws are all 0 and the mean
// is not.
func scaledTo(rows [][]float32, means []float64) [][]float32 {
	for h, row := range rows {
		mean := meanOf(row)
		if mean == 0 && means[h] > 0 {
			return nil
		}
		for d := range row {
			if mean > 0 {
				row[d] *= float32(means[h] / mean)
			}
		}
	}
	return rows
}

package forecasts

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"opdrift/forecasts/draws"
)

const (
	// priorTotals is how many origins a prior counts as: the draws beside other totals'
	// errors, and these beside the total's own.
	priorTotals = 4
	// farTotal bounds an error in standard deviations of the draws, so that one year
	// in which a service opened does not decide the interval of its total.
	farTotal = 3
	// central80 is the width of the central 80 % in standard deviations (normal).
	central80 = 2.5631031310892007
)

// A Stretch says how much wider (above 1) or narrower than its joint draws the errors of
// a total have been at the origins of the backtest. With e the errors in standard
// deviations of the draws ([NewTotalErrors]), at each horizon h
//
//	factor(h)² = (4·m(h) + O · mean e²) / (4 + O)
//	m(h)       = (4 + O' · mean e'²) / (4 + O')
//
// with O the origins at which the total has an error at h, and e' and O' those of others
// ([Others]: in a run, the services). So the draws count as four origins beside what these
// say of them, and that as four beside what the total itself says: draws rest on all series,
// the total on a handful of its own errors, and what is wrong in how series are put together
// is often wrong in all sums alike. A horizon without an error of its own has the factor of
// the one before, the first ones 1; without any, or without a scale, the draws stay as they
// are.
//
// It works both ways, since draws err both ways: too narrow where parts err together
// more than their kinds show, too wide where they offset each other, such as unit
// costs that fall when volume rises.
//
// So few origins do not tell a variance: its posterior has ν = 4 + O degrees of freedom,
// O being the origins with an error at any horizon, and an error to come is Student's t
// with as many, not normal. So draw d moves from the mean by √(ν/χ²_d(ν)) more, the same in
// all years, since what is not known of one year's errors is not known of the next one's.
//
// Source: the scaled inverse χ² posterior of a variance with a prior of four degrees of
// freedom, its predictive distribution, and priors from groups in a hierarchy, Gelman et
// al., Bayesian Data Analysis (3rd ed.), sections 2.6, 3.2 and 5.4.
type Stretch struct {
	Factors []float64 // by horizon
	tails   []float64 // by draw; nil without scores
}

// NewStretch holds joint draws, rows by horizon, against the backtest of their total and
// the errors of the others.
func NewStretch(rows [][]float32, t Total, others TotalErrors) Stretch {
	own, out := NewTotalErrors(rows, t), Stretch{Factors: flat(1, len(rows))}
	if len(own) == 0 {
		return out
	}
	last := 1.0
	for h := range rows {
		if own.has(h + 1) {
			last = math.Sqrt(own.shrunk(h+1, others.shrunk(h+1, 1)))
		}
		out.Factors[h] = last
	}
	out.tails = tails(t.seed, priorTotals+own.origins(), len(rows[0]))
	return out
}

// tails are √(ν/χ²(ν)) at evenly spread probabilities, in an order of their own which is
// the same for all totals of a run: a draw is one future.
func tails(seed uint64, nu, n int) []float64 {
	chi, out := distuv.ChiSquared{K: float64(nu)}, make([]float64, n)
	for d, rank := range draws.Stream(seed, "tails").Perm(n) {
		out[d] = math.Sqrt(chi.K / chi.Quantile((float64(rank)+.5)/float64(n)))
	}
	return out
}

// Draws moves the draws of one horizon away from their mean, or towards it, so that the
// mean stays. None crosses 0 where no draw did.
func (s Stretch) Draws(h int, row []float32) []float32 {
	if len(row) == 0 {
		return nil
	}
	mean, shift := meanOf(row), 0.0
	steps, out := make([]float64, len(row)), make([]float32, len(row))
	for d, v := range row {
		steps[d] = s.Factors[h] * (float64(v) - mean)
		if s.tails != nil {
			steps[d] *= s.tails[d]
			shift += steps[d] / float64(len(row))
		}
	}
	floor, ceiling := math.Inf(-1), math.Inf(1)
	if slices.Min(row) >= 0 {
		floor = 0
	}
	if slices.Max(row) <= 0 {
		ceiling = 0
	}
	for d, step := range steps {
		out[d] = float32(min(ceiling, max(floor, mean+step-shift)))
	}
	return out
}

// quantilesOf interpolates linearly between the order statistics of draws (type 7
// of Hyndman and Fan 1996). Without draws it is NaN.
func quantilesOf(draws []float32) Quantiles {
	sorted := slices.Clone(draws)
	slices.Sort(sorted)
	at := func(p float64) float64 {
		if len(sorted) == 0 {
			return math.NaN()
		}
		place := p * float64(len(sorted)-1)
		i := int(place)
		if i+1 == len(sorted) {
			return float64(sorted[i])
		}
		low, high := float64(sorted[i]), float64(sorted[i+1])
		return low + (place-float64(i))*(high-low)
	}
	return Quantiles{P025: at(.025), P10: at(.1), P25: at(.25), P50: at(.5), P75: at(.75), P90: at(.9), P975: at(.975)}
}

func meanOf(draws []float32) float64 {
	var sum float64
	for _, v := range draws {
		sum += float64(v)
	}
	return sum / float64(len(draws))
}

package forecasts

import (
	"math"
	"slices"

	"opdrift/forecasts/draws"
)

// A pairing compares absolute scaled errors where both exist, by place of the series.
type pairing struct{ own, other []float64 }

func newPairing(series int) pairing {
	return pairing{make([]float64, series), make([]float64, series)}
}

func (p *pairing) add(place int, own, other float64) {
	if finite(own) && finite(other) {
		p.own[place] += math.Abs(own)
		p.other[place] += math.Abs(other)
	}
}

// skill is 1 − Σ|own|/Σ|other|: NaN without pairs, or when the other never missed.
func (p pairing) skill() float64 {
	var own, other float64
	for k := range p.own {
		own += p.own[k]
		other += p.other[k]
	}
	return skillOf(own, other)
}

func skillOf(own, other float64) float64 {
	if other == 0 {
		return math.NaN()
	}
	return 1 - own/other
}

// interval is the percentile bootstrap of skill at 95 % over resamples of the series,
// so that the scores of a series stay together; NaN where skill is.
//
// Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, section 13.3.
func (p pairing) interval(resamples [][]int32) (low, high float64) {
	if math.IsNaN(p.skill()) {
		return math.NaN(), math.NaN()
	}
	skills := make([]float64, 0, len(resamples))
	for _, places := range resamples {
		var own, other float64
		for _, k := range places {
			own += p.own[k]
			other += p.other[k]
		}
		if s := skillOf(own, other); finite(s) {
			skills = append(skills, s)
		}
	}
	if len(skills) < 2*tail {
		return math.NaN(), math.NaN()
	}
	slices.Sort(skills)
	cut := len(skills) * tail / bootstraps
	return skills[cut], skills[len(skills)-1-cut]
}

const (
	bootstraps = 400
	tail       = bootstraps / 40 // 2.5 % of them
)

// resample draws places of n series with replacement, the same for every model of a
// group so that their intervals compare.
func resample(group string, n int) [][]int32 {
	if n < fewSeries {
		return nil
	}
	rng := draws.Stream(1, "skill", group)
	out := make([][]int32, bootstraps)
	for b := range out {
		out[b] = make([]int32, n)
		for k := range out[b] {
			out[b][k] = rng.Int32N(int32(n))
		}
	}
	return out
}

// smape is the symmetric absolute percentage error, 0 where both are 0.
//
// Source: Makridakis, Spiliotis and Assimakopoulos (2020), The M4 Competition,
// International Journal of Forecasting 36, section 2.
func smape(actual, forecast float64) float64 {
	if actual == forecast {
		return 0
	}
	return 200 * math.Abs(actual-forecast) / (math.Abs(actual) + math.Abs(forecast))
}

// A relative compares with the benchmark of OWA where both have a scaled error.
type relative struct{ mase, smape, benchMASE, benchSMAPE average }

// owa is NaN without pairs, or when the benchmark never missed.
//
// Source: as smape.
func (r relative) owa() float64 {
	if !(r.benchMASE.sum > 0 && r.benchSMAPE.sum > 0) {
		return math.NaN()
	}
	return (r.mase.mean()/r.benchMASE.mean() + r.smape.mean()/r.benchSMAPE.mean()) / 2
}

// addRelative adds a cell where the benchmark has a scaled error too.
func (s *Scores) addRelative(r *relative, c int, y, point, scaled float64) {
	k := slices.Index(s.Models, naive2.Name())
	if s.panel.Frequency == 1 {
		k = slices.Index(s.Models, naive.Name())
	}
	if k < 0 || !finite(s.scaled[k][c]) {
		return
	}
	r.mase.add(math.Abs(scaled))
	r.smape.add(smape(y, point))
	r.benchMASE.add(math.Abs(s.scaled[k][c]))
	r.benchSMAPE.add(smape(y, s.points[k][c]))
}

package priority

import (
	"math"
	"slices"

	"opdrift/pipeline/money"
)

// A level is one service in one year while a scenario is worked out.
type level struct {
	forecast  money.Ore
	cost      money.Ore // of measures
	saving    money.Ore // by measures
	cut       money.Ore
	floor     money.Ore
	reachable money.Ore
	protected bool
}

func (l level) after() money.Ore { return l.forecast - l.saving - l.cut + l.cost }

// floors sets what the service may be cut to in the t-th year:
//
//	floor     = minimum_share × (forecast − saving), upwards to whole øre
//	reachable = (forecast − saving) − reach_t × (forecast − saving − floor)
//	reach_t   = 1 − (1 − turnover)^(t+1)
//
// because a running grant changes only when it is re-assessed: after t+1 rounds
// the share reach_t of the volume has been. A must service without minimum_share
// cannot be cut, nor can a forecast below 0.
func (l *level) floors(s Service, p Params, t int) {
	base := l.forecast - l.saving
	l.floor, l.reachable = base, base
	if base <= 0 {
		return
	}
	share := minimumShare(s, p)
	l.floor = min(base, -down(-float64(base)*share))
	if share == 1 {
		l.floor = base
	}
	l.reachable = base - min(base-l.floor, down(reach(turnover(s, p), t+1)*float64(base-l.floor)))
}

func minimumShare(s Service, p Params) float64 {
	switch {
	case !math.IsNaN(s.MinimumShare):
		return s.MinimumShare
	case s.Statutory == "may":
		return p.MinimumMay
	}
	return 1
}

func turnover(s Service, p Params) float64 {
	if math.IsNaN(s.Turnover) {
		return p.Turnover
	}
	return s.Turnover
}

// reach is the share of the volume re-assessed at least once in some years.
func reach(turnover float64, years int) float64 {
	if years <= 0 {
		return 0
	}
	return 1 - math.Pow(1-turnover, float64(years))
}

// closePot cuts the services of one frame until their sum is the frame, and
// returns the part of the gap that no service can take. weight is what share of
// its room a service gives up relative to the others: 1 for all when the cut is
// across the board.
//
// Across the board this is the closed form κ = (F − B)/Σ(F_k − floor_k) as long
// as turnover lets all services reach it; those that cannot are bound, and the
// rest is divided again.
func closePot(frame money.Ore, at []*level, weight []float64) (unmet money.Ore) {
	gap := -frame
	weights, caps := make([]int64, len(at)), make([]money.Ore, len(at))
	for i, l := range at {
		gap += l.after()
		if l.protected {
			continue
		}
		base := l.forecast - l.saving
		caps[i] = base - l.reachable
		weights[i] = int64(math.Round(weight[i] * float64(base-l.floor)))
	}
	cuts, unmet := waterfill(gap, weights, caps)
	for i, l := range at {
		l.cut = cuts[i]
	}
	return unmet
}

// weigh returns the weight of each service's room under a rule, and which
// services are protected.
//
// Protect: the share of services with the highest value is not cut, rounded up,
// and whoever ties with the last of them neither; the others by 1 − V/max V, so
// that the least valued give most. A service without a value counts as the mean
// of those that have one: not known is not worthless. known is false when no
// service has a value.
func weigh(services []Service, s Scenario) (weight []float64, protected []bool, known bool) {
	weight, protected = make([]float64, len(services)), make([]bool, len(services))
	for i := range weight {
		weight[i] = 1
	}
	if s.Rule != Protect {
		return weight, protected, true
	}
	values := knownValues(services)
	if len(values) == 0 {
		return weight, protected, false
	}
	top, mean := values[0], 0.0
	for _, v := range values {
		mean += v / float64(len(values))
	}
	count := int(math.Ceil(s.Params.ProtectedShare * float64(len(values))))
	for i, svc := range services {
		v := svc.Value
		if math.IsNaN(v) {
			v = mean
		} else if count > 0 {
			protected[i] = v >= values[count-1]
		}
		if top > 0 {
			weight[i] = 1 - v/top
		}
	}
	return weight, protected, true
}

// knownValues are the services' values, highest first.
func knownValues(services []Service) []float64 {
	var values []float64
	for _, s := range services {
		if !math.IsNaN(s.Value) {
			values = append(values, s.Value)
		}
	}
	slices.Sort(values)
	slices.Reverse(values)
	return values
}

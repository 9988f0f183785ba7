package pipeline

import (
	"opdrift/pipeline/money"
)

// splits returns, by item, what other schemes than this one refund per krone of gross,
// negative: the cell's share of the last complete years up to an origin, as booked, times
// the part of its service's booked refunds that other schemes paid. Booked refunds of a
// scheme are known by service, not by age band.
func (s *refundScheme) splits(r *run, f *future, origin int64) []float64 {
	other := map[string]float64{}
	out := make([]float64, len(s.items))
	for i, item := range s.items {
		service := item.key.service
		if _, ok := other[service]; !ok {
			other[service] = s.otherPart(r, service, origin)
		}
		_, refund := f.sharesUntil(r, item.key, origin)
		out[i] = refund * other[service]
	}
	return out
}

// otherPart is the part of a service's booked refunds that other schemes paid; 0 where
// nothing was booked.
func (s *refundScheme) otherPart(r *run, service string, origin int64) float64 {
	var ours, whole money.Ore
	s.booked(r, origin, func(k refundKey, sum *refundSum) {
		if k.service != service {
			return
		}
		whole += sum.Booked
		if k.scheme == s.scheme {
			ours += sum.Booked
		}
	})
	if whole == 0 {
		return 0
	}
	return min(1, max(0, 1-float64(ours)/float64(whole)))
}

// takeUp is what was booked of the scheme over what its rule pays, in the last complete
// years up to an origin; 1 where the rule pays nothing, and for the method that trusts the
// rule. What is claimed late or never stays so in the forecast.
func (s *refundScheme) takeUp(r *run, origin int64, method string) float64 {
	var booked, rule money.Ore
	s.booked(r, origin, func(k refundKey, sum *refundSum) {
		if k.scheme == s.scheme && sum.ByRule != nil {
			booked, rule = booked+sum.Booked, rule+*sum.ByRule
		}
	})
	if method != refundBooked || rule >= 0 || booked >= 0 {
		return 1
	}
	return float64(booked) / float64(rule)
}

// booked visits the municipality's refunds of the last complete years up to an origin.
func (s *refundScheme) booked(r *run, origin int64, visit func(refundKey, *refundSum)) {
	from, to := r.calendar.firstMonth(max(r.calendar.firstYear, origin-recentYears+1)), r.calendar.firstMonth(origin+1)
	for k, months := range r.refunds.sums {
		if k.municipality != s.municipality {
			continue
		}
		for m := from; m < to; m++ {
			if sum := months[m]; sum != nil {
				visit(k, sum)
			}
		}
	}
}

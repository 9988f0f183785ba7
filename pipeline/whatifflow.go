package pipeline

import "math"

// leaving is the yearly hazard with which persons leave a service: of those there
// on the first day of each of the last three complete years, in all municipalities
// and at all ages, a share x left within the year, and hazard = −ln(1 − x). It is
// +Inf where all left.
func (r *run) leaving(f *future, service string) (float64, error) {
	var there, left float64
	for key, flow := range f.flows {
		if key.service != service {
			continue
		}
		for _, row := range flow.Rows {
			year := int64(row.Year)
			if row.Duration >= 0 && year <= r.calendar.lastYear && year > r.calendar.lastYear-recentYears {
				there, left = there+row.Persons, left+row.Exits
			}
		}
	}
	if there == 0 {
		return 0, &MissingError{"inflow of " + service + ": no person-level cases say how long persons stay: set volume"}
	}
	r.log.Info("persons who leave the service within a year", "service", service, "share", math.Round(1e4*left/there)/1e4)
	return -math.Log(1 - left/there), nil
}

// renewed is the share of a year's full-year persons that came in since a change of
// inflow at the start of year 0: what inflow g times higher adds to volume is
// (g − 1) times this share. With persons leaving at a constant hazard λ and the
// baseline in balance (as many come as leave) it is
//
//	1 − (exp(−λn) − exp(−λ(n+1)))/λ
//
// in year n: the mean of 1 − exp(−λt) over the year. It is 0 where nobody leaves,
// for then nobody comes, and 1 where all leave at once.
func renewed(hazard float64, n int) float64 {
	switch {
	case hazard == 0:
		return 0
	case math.IsInf(hazard, 1):
		return 1
	}
	return 1 + math.Exp(-hazard*float64(n))*math.Expm1(-hazard)/hazard
}

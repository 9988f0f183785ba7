package priority

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Check returns every fault of the plan at once.
func (p Plan) Check() error {
	var faults []error
	bad := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if len(p.Years) == 0 {
		bad("the plan has no years: give the years of the forecast")
	}
	for i := 1; i < len(p.Years); i++ {
		if p.Years[i] != p.Years[i-1]+1 {
			bad("year %d follows %d: want consecutive years", p.Years[i], p.Years[i-1])
		}
	}
	seen := map[string]bool{}
	for _, s := range p.Services {
		if s.Service == "" || seen[s.Service] {
			bad("service %q: want a code that no other service has", s.Service)
		}
		seen[s.Service] = true
		faults = append(faults, s.check(len(p.Years))...)
	}
	seen = map[string]bool{}
	for _, m := range p.Measures {
		if m.Measure == "" || seen[m.Measure] {
			bad("measure %q: want a code that no other measure has", m.Measure)
		}
		seen[m.Measure] = true
		faults = append(faults, m.check()...)
	}
	if len(p.Measures) > 0 && len(p.Realism) != 5 {
		bad("realism has %d factors: want 5, for evidence 1 to 5", len(p.Realism))
	}
	return errors.Join(faults...)
}

func (s Service) check(years int) (faults []error) {
	bad := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("service "+s.Service+": "+format, args...))
	}
	if len(s.Forecast) != years {
		bad("%d forecasts: want one for each of the %d years", len(s.Forecast), years)
	}
	if s.Draws != nil && len(s.Draws) != years {
		bad("draws of %d years: want %d, or none", len(s.Draws), years)
	}
	if s.Statutory != "" && s.Statutory != "must" && s.Statutory != "may" {
		bad("statutory is %q: want must or may", s.Statutory)
	}
	if !between01(s.MinimumShare) {
		bad("minimum_share is %v: want 0 to 1", s.MinimumShare)
	}
	if !between01(s.Turnover) {
		bad("turnover is %v: want 0 to 1", s.Turnover)
	}
	return faults
}

func (m Measure) check() (faults []error) {
	bad := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("measure "+m.Measure+": "+format, args...))
	}
	if m.Evidence < 1 || m.Evidence > 5 {
		bad("evidence is %d: want 1 to 5", m.Evidence)
	}
	if !slices.Contains(profiles, m.Profile) {
		bad("profile is %q: want one of %v", m.Profile, profiles)
	}
	if !slices.Contains([]string{"volume", "unit_cost", "inflow", "duration"}, m.EffectOn) {
		bad("effect_on is %q: want volume, unit_cost, inflow or duration", m.EffectOn)
	}
	if math.IsNaN(m.Effect) || m.Effect < -1 {
		bad("effect is %v: want −1 or more, −0.05 being five percent less", m.Effect)
	}
	if m.EffectLow > m.Effect || m.EffectHigh < m.Effect {
		bad("effect %v is outside its interval from %v to %v", m.Effect, m.EffectLow, m.EffectHigh)
	}
	if !between01(m.Persistence) || !between01(m.ChooseShare) {
		bad("persistence %v and choose_share %v: want 0 to 1", m.Persistence, m.ChooseShare)
	}
	if m.LeadMonths < 0 || m.Horizon < 0 || m.CapacityUse < 0 {
		bad("lead_months %d, horizon %d, capacity_use %v: want 0 or more", m.LeadMonths, m.Horizon, m.CapacityUse)
	}
	return faults
}

// between01 accepts 0 to 1, and NaN for not given.
func between01(x float64) bool { return math.IsNaN(x) || x >= 0 && x <= 1 }

package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"opdrift/pipeline/priority"
)

// A key is an assumption a scenario can set. To add one, add a field to
// priority.Params and a line here.
type key struct {
	name  string
	rules []priority.Rule                // that look at it; all when empty
	to    func(p *priority.Params) any   // pointer to the field
	check func(p priority.Params) string // what is wrong, or nothing
}

var acting = []priority.Rule{priority.Proportional, priority.Protect, priority.Portfolio}
var investing = []priority.Rule{priority.Portfolio}

var keys = []key{
	{"frame_level", nil, func(p *priority.Params) any { return &p.FrameLevel }, func(p priority.Params) string {
		return oneOf(p.FrameLevel, "all", "committee", "service")
	}},
	{"frame_change", nil, func(p *priority.Params) any { return &p.FrameChange }, func(p priority.Params) string {
		return within(p.FrameChange, -0.9, 9)
	}},
	{"forecast_change", nil, func(p *priority.Params) any { return &p.ForecastChange }, func(p priority.Params) string {
		return within(p.ForecastChange, -0.9, 9)
	}},
	{"turnover", acting, func(p *priority.Params) any { return &p.Turnover }, func(p priority.Params) string {
		return within(p.Turnover, 0, 1)
	}},
	{"minimum_may", acting, func(p *priority.Params) any { return &p.MinimumMay }, func(p priority.Params) string {
		return within(p.MinimumMay, 0, 1)
	}},
	{"protected_share", []priority.Rule{priority.Protect}, func(p *priority.Params) any { return &p.ProtectedShare }, func(p priority.Params) string {
		return within(p.ProtectedShare, 0, 1)
	}},
	{"kinds", investing, func(p *priority.Params) any { return &p.Kinds }, func(p priority.Params) string {
		for _, k := range p.Kinds {
			if fault := oneOf(k, "prevention", "digital", "service_level", "price", "capacity", "volunteer"); fault != "" {
				return fault
			}
		}
		return ""
	}},
	{"investment_share", investing, func(p *priority.Params) any { return &p.InvestmentShare }, func(p priority.Params) string {
		return within(p.InvestmentShare, 0, 1)
	}},
	{"unproven_share", investing, func(p *priority.Params) any { return &p.UnprovenShare }, func(p priority.Params) string {
		return within(p.UnprovenShare, 0, 1)
	}},
	{"saving_cap", investing, func(p *priority.Params) any { return &p.SavingCap }, func(p priority.Params) string {
		return within(p.SavingCap, 0, 1)
	}},
	{"caution_quantile", investing, func(p *priority.Params) any { return &p.CautionQuantile }, func(p priority.Params) string {
		return within(p.CautionQuantile, 0.01, 0.5)
	}},
	{"forecast_quantile", investing, func(p *priority.Params) any { return &p.ForecastQuantile }, func(p priority.Params) string {
		return within(p.ForecastQuantile, 0.01, 0.99)
	}},
	{"npv_years", investing, func(p *priority.Params) any { return &p.NPVYears }, func(p priority.Params) string {
		return within(float64(p.NPVYears), 1, 100)
	}},
	{"ramp_years", investing, func(p *priority.Params) any { return &p.RampYears }, func(p priority.Params) string {
		return within(float64(p.RampYears), 1, 20)
	}},
	{"start_years", investing, func(p *priority.Params) any { return &p.StartYears }, func(p priority.Params) string {
		return within(float64(p.StartYears), 1, 10)
	}},
	{"node_limit", investing, func(p *priority.Params) any { return &p.NodeLimit }, func(p priority.Params) string {
		return within(float64(p.NodeLimit), 1, 1e8)
	}},
}

func find(name string) (key, bool) {
	i := slices.IndexFunc(keys, func(k key) bool { return k.name == name })
	if i < 0 {
		return key{}, false
	}
	return keys[i], true
}

func known() string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return strings.Join(names, ", ")
}

// assumption reads one value, plain or with its reason.
func (r *reader) assumption(k, v *yaml.Node) {
	a, ok := find(k.Value)
	if !ok {
		r.bad(k, "unknown assumption %s: known are %s", k.Value, known())
		return
	}
	value, reason := v, ""
	if v.Kind == yaml.MappingNode {
		value = nil
		r.pairs(v, func(k, v *yaml.Node) {
			switch k.Value {
			case "value":
				value = v
			case "reason":
				r.text(k, v, &reason)
			default:
				r.bad(k, "unknown key %s of %s: want value and reason", k.Value, a.name)
			}
		})
		if value == nil {
			r.bad(v, "%s has no value: write value: and reason:", a.name)
			return
		}
	}
	if err := value.Decode(a.to(&r.scenario.Params)); err != nil {
		r.bad(value, "%s is %s: want %s", a.name, shown(value), kindOf(a.to(&r.scenario.Params)))
		return
	}
	if fault := a.check(r.scenario.Params); fault != "" {
		r.bad(value, "%s is %s: want %s", a.name, shown(value), fault)
	}
	r.scenario.Reasons = append(r.scenario.Reasons, priority.Assumption{Key: a.name, Value: shown(value), Reason: reason})
}

// fits reports assumptions that the rule does not look at: they would change
// nothing, which is not what whoever wrote them expects.
func (r *reader) fits(n *yaml.Node) {
	for _, set := range r.scenario.Reasons {
		if a, _ := find(set.Key); len(a.rules) > 0 && r.scenario.Rule != "" && !slices.Contains(a.rules, r.scenario.Rule) {
			r.bad(n, "%s says nothing under rule %s: leave it out", set.Key, r.scenario.Rule)
		}
	}
}

func shown(v *yaml.Node) string {
	if v.Kind == yaml.ScalarNode {
		return v.Value
	}
	var parts []string
	for _, c := range v.Content {
		parts = append(parts, c.Value)
	}
	return strings.Join(parts, ", ")
}

func kindOf(field any) string {
	switch field.(type) {
	case *int:
		return "a whole number"
	case *float64:
		return "a number"
	case *[]string:
		return "a list of words"
	}
	return "a word"
}

func oneOf(word string, allowed ...string) string {
	if slices.Contains(allowed, word) {
		return ""
	}
	return "one of " + strings.Join(allowed, ", ")
}

// within is written so that NaN is a fault.
func within(x, low, high float64) string {
	if x >= low && x <= high {
		return ""
	}
	return fmt.Sprintf("%v to %v", low, high)
}

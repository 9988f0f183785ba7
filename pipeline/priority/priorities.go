package priority

import (
	"cmp"
	"slices"
)

// A Priority is one row of the priority table.
type Priority struct {
	Scenario      string
	Kind          string // service or measure
	Item          string
	Score         float64 // service: value, 0 to 1; measure: net present value, kroner
	Rank          int     // 0 without a score
	Tied          bool
	Contributions []Contribution // add up to Score; of a measure: gain and cost
	Status        string
}

// Priorities is the ranking that a scenario goes by: services by what citizens
// value where it looks at services, and the measures that it could choose by net
// present value where it looks at measures. A scenario that ranks nothing has
// no measure rows; the services' are the same in all, for comparison.
func Priorities(s Scenario, values []ServiceValue, o Outcome) []Priority {
	var out []Priority
	for _, v := range values {
		out = append(out, Priority{s.Name, "service", v.Service, v.Value, v.Rank, v.Tied, v.Contributions, v.Status})
	}
	choices := slices.DeleteFunc(slices.Clone(o.Choices), func(c Choice) bool {
		return c.Reason == "kind" || c.Reason == "service" || c.Reason == "unsupported"
	})
	slices.SortFunc(choices, func(a, b Choice) int {
		return cmp.Or(cmp.Compare(b.NPV, a.NPV), cmp.Compare(a.Measure, b.Measure))
	})
	rank := 1
	for i, c := range choices {
		if i > 0 && c.NPV != choices[i-1].NPV {
			rank = i + 1
		}
		tied := i > 0 && c.NPV == choices[i-1].NPV || i+1 < len(choices) && c.NPV == choices[i+1].NPV
		out = append(out, Priority{s.Name, "measure", c.Measure, c.NPV.Kroner(), rank, tied,
			[]Contribution{{"cost", (c.NPV - c.Gain).Kroner()}, {"gain", c.Gain.Kroner()}}, c.Reason})
	}
	return out
}

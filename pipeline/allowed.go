package pipeline

import (
	"opdrift/forecasts"
	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
	"opdrift/pipeline/scenarios"
)

// Allowed lists the names that a configuration may use: what this program has.
func Allowed() config.Allowed {
	a := config.Allowed{Extracts: contract.Names(), Scenarios: scenarios.Names()}
	for _, m := range forecasts.Models {
		a.Models = append(a.Models, m.Name())
	}
	return a
}

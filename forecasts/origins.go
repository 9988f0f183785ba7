package forecasts

import "slices"

// seasonalOrigins is the most origins of quarterly and monthly panels.
const seasonalOrigins = 8

// candidateOrigins returns the periods from which the past is forecast again, oldest
// first. In a yearly panel that is every year. In others it is every third quarter or
// fifth month, so that all seasons take their turn, at most eight, counted back and
// forth from the newest period that leaves the whole horizon known: neighbouring
// months say nearly the same at twelve times the cost.
func candidateOrigins(first, last, horizon, frequency int) []int {
	step := map[int]int{1: 1, 4: 3, 12: 5}[frequency]
	newest := last - horizon
	for newest+step < last {
		newest += step
	}
	var origins []int
	for origin := newest; origin >= first; origin -= step {
		if frequency > 1 && len(origins) == seasonalOrigins {
			break
		}
		origins = append(origins, origin)
	}
	slices.Reverse(origins)
	return origins
}

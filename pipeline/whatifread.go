package pipeline

import "slices"

// Readable are the rows to read on a terminal: amounts in fixed prices, without the
// measures that are 0 in every year, and numbers of seven digits.
func Readable(rows []WhatIfRow) []WhatIfRow {
	var out []WhatIfRow
	for _, row := range rows {
		moves := slices.ContainsFunc(rows, func(r WhatIfRow) bool {
			return r.Measure == row.Measure && (r.Baseline != 0 || r.WhatIf != 0)
		})
		if row.PriceBasis == currentPrices || !moves {
			continue
		}
		for _, v := range []*float64{&row.Baseline, &row.BaselineP10, &row.BaselineP90, &row.WhatIf, &row.WhatIfP10, &row.WhatIfP90, &row.Difference} {
			*v = rounded(*v, 7)
		}
		out = append(out, row)
	}
	return out
}

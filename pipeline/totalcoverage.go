package pipeline

import (
	"context"
	"math"

	"opdrift/forecasts"
)

// coverageColumns say how often intervals of the past held what came: those of the total,
// and those of all totals of its level, at the same horizon. NaN without an outcome.
type coverageColumns struct {
	Cover80       float64 `col:"coverage_80"`
	Cover95       float64 `col:"coverage_95"`
	CoverScores   int64   `col:"coverage_scores"`
	LevelCover80  float64 `col:"level_coverage_80"`
	LevelCover95  float64 `col:"level_coverage_95"`
	LevelScores   int64   `col:"level_coverage_scores"`
	CoverageState string  `col:"coverage_status"`
}

// A coverageKey names what totals are held against: volume, or gross in fixed prices, since
// the parts of the money follow gross and prices to come are not in the backtest.
type coverageKey struct{ measure, basis string }

var (
	coveredVolume = coverageKey{"full_year_persons", noPrices}
	coveredGross  = coverageKey{"gross", fixedPrices}
)

// totalCoverages are by what is held against the past, and by total or level (no item); nil
// where there are no draws.
type totalCoverages map[coverageKey]map[totalKey]forecasts.TotalCoverage

// coverTotals holds the intervals of all totals against the past.
func (f *future) coverTotals(ctx context.Context) (totalCoverages, error) {
	if f.draws == 0 {
		return nil, nil
	}
	keys, sums := f.allSums()
	made, err := f.result.CoverTotals(ctx, sums)
	if err != nil {
		return nil, err
	}
	out := totalCoverages{coveredVolume: {}, coveredGross: {}}
	for k, c := range made {
		key, of := keys[k], out[coveredVolume]
		if sums[k].Kind == sumGross {
			of = out[coveredGross]
		}
		of[key] = c
		level := totalKey{level: key.level}
		of[level] = of[level].Plus(c)
	}
	return out, nil
}

// of are the columns of a total's row, h + 1 years ahead.
func (c totalCoverages) of(key totalKey, measure, basis string, h int) coverageColumns {
	nan := math.NaN()
	out := coverageColumns{Cover80: nan, Cover95: nan, LevelCover80: nan, LevelCover95: nan, CoverageState: string(forecasts.NoEvidence)}
	if c == nil {
		return out
	}
	held, ok := c[coverageKey{measure, basis}]
	if !ok {
		out.CoverageState = "not_measured"
		return out
	}
	out.Cover80, out.Cover95, out.CoverScores = shares(held[key], h)
	out.LevelCover80, out.LevelCover95, out.LevelScores = shares(held[totalKey{level: key.level}], h)
	if out.CoverageState = string(forecasts.OK); out.CoverScores == 0 {
		out.CoverageState = string(forecasts.NoLaterOrigin)
	}
	return out
}

// shares are those inside the intervals; NaN without outcomes.
func shares(c forecasts.TotalCoverage, h int) (in80, in95 float64, scores int64) {
	if c.Scores[h] == 0 {
		return math.NaN(), math.NaN(), 0
	}
	n := float64(c.Scores[h])
	return float64(c.Inside80[h]) / n, float64(c.Inside95[h]) / n, int64(n)
}

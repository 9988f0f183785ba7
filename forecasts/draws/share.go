package draws

import "math"

// leastShare is assumed where the errors do not show more. Services of one
// municipality always share something (wages, practice, booking), and six origins
// cannot show that they do not.
const leastShare = 0.1

// Share estimates the mean correlation between series from their errors by series
// and origin (one horizon, NaN where there is none):
//
//	share = (S·V/σ² − 1)/(S − 1)
//
// with S series, σ² their mean squared error, and V the mean over origins of the
// squared mean error across series, each series' errors first divided by their own
// root mean square. The result is at least 0.1 and at most 1; with fewer than two
// series or three origins it is 0.1.
func Share(errors [][]float64) float64 {
	var sums, counts []float64
	var series float64
	for _, row := range errors {
		size := rootMeanSquare(row)
		if !(size > 0) {
			continue
		}
		series++
		for o, e := range row {
			if o == len(sums) {
				sums, counts = append(sums, 0), append(counts, 0)
			}
			if !math.IsNaN(e) {
				sums[o] += e / size
				counts[o]++
			}
		}
	}
	var v, origins float64
	for o, n := range counts {
		if n >= 2 {
			m := sums[o] / n
			v += (n*m*m - 1) / (n - 1)
			origins++
		}
	}
	if series < 2 || origins < 3 {
		return leastShare
	}
	return min(1, max(leastShare, v/origins))
}

func rootMeanSquare(row []float64) float64 {
	var sum, n float64
	for _, e := range row {
		if !math.IsNaN(e) {
			sum += e * e
			n++
		}
	}
	return math.Sqrt(sum / n)
}

package forecasts

import (
	"fmt"
	"math"
)

// An accuracyTable averages over series, as the M4 competition does.
type accuracyTable struct {
	mase, smape, msis, covered, covered80, benchMASE, benchSMAPE average
	series                                                       int
	scores                                                       []seriesScore
}

// A seriesScore is what one series has.
type seriesScore struct{ mase, smape, msis float64 }

func newTable() *accuracyTable { return &accuracyTable{} }

func (a *accuracyTable) add(p Panel, i int, actual, mean []float64, q []Quantiles, benchmark []float64) {
	scale := stepSize(newHistory(p.Series[i], p.Frequency, p.Last()).y, p.Frequency)
	if !(scale > 0) {
		return
	}
	var mase, smape, msis, covered, covered80, benchMASE, benchSMAPE average
	for h, y := range actual {
		if math.IsNaN(y) || h >= len(mean) {
			continue
		}
		mase.add(math.Abs(y-mean[h]) / scale)
		smape.add(symmetric(y, mean[h]))
		benchMASE.add(math.Abs(y-benchmark[h]) / scale)
		benchSMAPE.add(symmetric(y, benchmark[h]))
		if q != nil && finite(q[h].P025) {
			msis.add(intervalScore(y, q[h].P025, q[h].P975, 0.05) / scale)
			covered.add(100 * inside(q[h], y))
			covered80.add(100 * within(y, q[h].P10, q[h].P90))
		}
	}
	a.series++
	a.scores = append(a.scores, seriesScore{mase.mean(), smape.mean(), msis.mean()})
	a.mase.add(mase.mean())
	a.smape.add(smape.mean())
	a.msis.add(msis.mean())
	a.covered.add(covered.mean())
	a.covered80.add(covered80.mean())
	a.benchMASE.add(benchMASE.mean())
	a.benchSMAPE.add(benchSMAPE.mean())
}

func symmetric(y, f float64) float64 {
	if y == 0 && f == 0 {
		return 0
	}
	return 200 * math.Abs(y-f) / (math.Abs(y) + math.Abs(f))
}

// owa is the mean of MASE and sMAPE beside the benchmark's.
func (a *accuracyTable) owa() float64 {
	return (a.mase.mean()/a.benchMASE.mean() + a.smape.mean()/a.benchSMAPE.mean()) / 2
}

func (a *accuracyTable) print(set, method string, seconds float64, choice string) {
	fmt.Printf("%-18s %-22s %6d %7.4f %7.3f %7.4f %8.3f %8.2f %8.2f %7.2f  %s\n", set, method, a.series,
		a.mase.mean(), a.smape.mean(), a.owa(), a.msis.mean(), a.covered.mean(), a.covered80.mean(), seconds, choice)
}

package pipeline

import "opdrift/forecasts"

// coherent returns the draws of a measure by service, in fixed prices, that plans are made
// from: each service's as wide as its own published interval, and their sum as wide as
// that of all services together. With x_s the service's stretched draw, v_s its variance
// over the draws of the year, and T the stretched draw of the total,
//
//	x'_s = x_s + v_s/Σv · (T − Σx)
//
// so that what the total adds or takes falls on services by how uncertain they are. A draw
// that would cross 0 stops there. There are none where the total has no interval.
//
// Source: reconciliation by weighted least squares, the total held fast, draw by draw:
// Panagiotelis, Gamakumara, Athanasopoulos and Hyndman (2023), Probabilistic forecast
// reconciliation, European Journal of Operational Research 306, 693-706.
func (f *future) coherent(measure string) map[string][][]float32 {
	draws := map[string][][]float32{}
	everything := totalKey{all, all}
	whole, ok := f.totals[everything]
	if !ok || f.draws == 0 || f.evidence(everything)[sumGross].rests == forecasts.NoEvidence {
		return draws
	}
	goal := f.evidence(everything)[sumGross].stretched(whole.sums[measure])
	var services []string
	for _, key := range sortedTotals(f.totals) {
		if key.level == "service" {
			t := f.totals[key]
			services = append(services, key.item)
			draws[key.item] = f.evidence(key)[sumGross].stretched(t.sums[measure])
		}
	}
	for h := range goal {
		rows := make([][]float32, len(services))
		for k, service := range services {
			rows[k] = draws[service][h]
		}
		agree(rows, goal[h])
	}
	return draws
}

// agree moves draws of parts so that they add up to those of the whole.
func agree(parts [][]float32, whole []float32) {
	shares, all := make([]float64, len(parts)), 0.0
	for k, row := range parts {
		shares[k] = variance(row)
		all += shares[k]
	}
	if all == 0 {
		return
	}
	for d, goal := range whole {
		rest := float64(goal)
		for _, row := range parts {
			rest -= float64(row[d])
		}
		for k, row := range parts {
			moved := float64(row[d]) + shares[k]/all*rest
			if moved*float64(row[d]) < 0 {
				moved = 0
			}
			row[d] = float32(moved)
		}
	}
}

// variance is the mean squared deviation from the mean.
func variance(row []float32) float64 {
	mean, sum := meanDraw(row), 0.0
	for _, v := range row {
		sum += (float64(v) - mean) * (float64(v) - mean) / float64(len(row))
	}
	return sum
}

func meanDraw(row []float32) (mean float64) {
	for _, v := range row {
		mean += float64(v) / float64(len(row))
	}
	return mean
}

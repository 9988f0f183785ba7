package forecasts

import (
	"math"

	"opdrift/forecasts/draws"
)

// jointErrors returns each series' scaled errors by origin and horizon. A series
// without any of its own takes its calibrating group's mean error, so that it
// shares the group's good and bad years.
func (s *Scores) jointErrors(scaled []float64, looks []outlook) [][][]float64 {
	errors := make([][][]float64, len(s.panel.Series))
	members := s.panel.members()
	groupMeans := make(map[string][][]float64)
	for i := range errors {
		own := s.meanErrors(scaled, []int{i})
		if anyFinite(own) {
			errors[i] = own
			continue
		}
		g := looks[i].group
		if groupMeans[g] == nil {
			groupMeans[g] = s.meanErrors(scaled, members[g])
		}
		errors[i] = groupMeans[g]
	}
	return errors
}

// meanErrors averages scaled errors over series, by origin and horizon.
func (s *Scores) meanErrors(scaled []float64, series []int) [][]float64 {
	out := make([][]float64, len(s.Origins))
	for o := range out {
		out[o] = make([]float64, s.Horizon)
		for h := range out[o] {
			var a average
			for _, i := range series {
				a.add(scaled[s.cell(i, o, h)])
			}
			out[o][h] = a.mean()
		}
	}
	return out
}

func anyFinite(rows [][]float64) bool {
	for _, row := range rows {
		for _, v := range row {
			if finite(v) {
				return true
			}
		}
	}
	return false
}

// share is the mean correlation of one-step errors between series.
func (s *Scores) share(errors [][][]float64) float64 {
	first := make([][]float64, len(errors))
	for i, rows := range errors {
		first[i] = make([]float64, len(rows))
		for o, row := range rows {
			first[i][o] = row[0]
		}
	}
	return draws.Share(first)
}

// rankRadii returns the radius of every rank of n draws, by horizon. Rank r stands
// for the quantile u = (r + ½)/n, whose radius is that of level |2u − 1|; beyond
// what the scores can tell it is the largest score.
func rankRadii(c *calibration, n, horizon int) [][]float64 {
	table := make([][]float64, horizon)
	for h := range table {
		table[h] = make([]float64, n)
	}
	for r := range n {
		level := math.Abs(2*float64(r)+1-float64(n)) / float64(n)
		for h, radius := range c.radii(level, horizon, true) {
			table[h][r] = radius
		}
	}
	return table
}

// mapRanks turns ranks into draws: below the point for the lower half of the
// ranks, above for the upper. Radii being symmetric, the mean of the draws is the
// point.
func (o outlook) mapRanks(ranks [][]int, mean []float64, table [][]float64, least int) [][]float32 {
	out := make([][]float32, len(mean))
	for h := range out {
		far := h + o.lag
		own, grown := o.growth(far+1, least)
		n := len(ranks[far])
		out[h] = make([]float32, n)
		for d, r := range ranks[far] {
			radius := o.scale * max(table[far][r], grown*table[own-1][r])
			if 2*r+1 < n {
				radius = -radius
			}
			out[h][d] = float32(mean[h] + radius)
		}
	}
	return out
}

// constantDraws repeats the point where there is no interval.
func constantDraws(mean []float64, n int) [][]float32 {
	out := make([][]float32, len(mean))
	for h, m := range mean {
		out[h] = make([]float32, n)
		for d := range out[h] {
			out[h][d] = float32(m)
		}
	}
	return out
}

// floorDraws puts draws under 0 at 0 and scales the rest down, so that their mean
// stays the point. Where the point itself is 0 they are left with a mean above it.
func floorDraws(rows [][]float32, point []float64) {
	for h, row := range rows {
		var sum float64
		below := false
		for d, v := range row {
			below = below || v < 0
			row[d] = max(0, v)
			sum += float64(row[d])
		}
		if !below || sum == 0 || point[h] <= 0 {
			continue
		}
		factor := point[h] * float64(len(row)) / sum
		for d, v := range row {
			row[d] = float32(float64(v) * factor)
		}
	}
}

package forecasts

import (
	"context"
	"math"
	"slices"

	"opdrift/forecasts/draws"
)

// addDraws gives every series its draws: the places that its block's joint draws give
// it, each mapped to the series' own quantile there.
func (r *Result) addDraws(ctx context.Context, opts Options, errors []float64, cals map[string]*calibration, looks []outlook, longest int) error {
	s := &r.Scores
	joint := draws.NewJoint(opts.Seed, opts.Draws, longest, s.blocks(errors, cals, longest))
	tables := rankTables(cals, opts.Draws, longest)
	least := leastTraining(s.panel.Frequency)
	return parallel(ctx, len(r.Series), func(i int) error {
		f, series := &r.Series[i], s.panel.Series[i]
		if !looks[i].hasInterval() {
			f.Draws = constantDraws(f.Mean, opts.Draws)
			return nil
		}
		ranks := joint.Ranks(series.block(), f.Key, looks[i].lag+opts.Horizon)
		f.Draws = looks[i].mapRanks(ranks, f.Mean, tables[looks[i].group], least)
		if series.NonNegative {
			floorDraws(f.Draws, f.Mean)
		}
		return nil
	})
}

// blocks says what the series of each kind have in common. Horizons beyond the
// backtest's share as much as its last.
func (s *Scores) blocks(errors []float64, cals map[string]*calibration, longest int) []draws.Block {
	members := make(map[string][]int)
	for i, series := range s.panel.Series {
		members[series.block()] = append(members[series.block()], i)
	}
	scores := s.normalScores(errors, cals)
	var out []draws.Block
	for _, name := range names(members) {
		rows := s.byOrigin(scores, members[name])
		b := draws.Block{Name: name, Share: draws.Shares(rows)}
		for h := s.Horizon; h < longest; h++ {
			b.Share = append(b.Share, b.Share[s.Horizon-1])
		}
		for _, row := range rows[0] {
			var a average
			for _, z := range row {
				a.add(z)
			}
			if a.n < 2 {
				a = average{}
			}
			b.Common = append(b.Common, a.mean())
		}
		out = append(out, b)
	}
	return out
}

// byOrigin arranges the scores of some series by horizon, origin and series.
func (s *Scores) byOrigin(scores []float64, members []int) [][][]float64 {
	out := make([][][]float64, s.Horizon)
	for h := range out {
		out[h] = make([][]float64, len(s.Origins))
		for o := range out[h] {
			for _, i := range members {
				out[h][o] = append(out[h][o], scores[s.cell(i, o, h)])
			}
		}
	}
	return out
}

// normalScores turns errors into standard normal numbers, by the distribution that
// calibrates their series: what a copula sees of them.
func (s *Scores) normalScores(errors []float64, cals map[string]*calibration) []float64 {
	z := blank(len(errors))
	s.each(func(i, _, h, c int) {
		cal := cals[s.calibrator(s.panel.Series[i].groups(), cals)]
		if cal != nil && len(cal.pooled) > 0 && finite(errors[c]) {
			z[c] = cal.normalScore(errors[c], h)
		}
	})
	return z
}

// normalScore is Φ⁻¹ of the error's place: with k of N scores smaller in size, the
// place within all sizes is (k + ½)/(N + 1). An outlier is no more than the largest.
func (c *calibration) normalScore(e float64, h int) float64 {
	scores, r := c.own[h], math.Abs(e)
	if len(scores) < enoughScores {
		scores, r = c.pooled, r/c.root(h)
	}
	k, _ := slices.BinarySearch(scores, r)
	place := (float64(k) + .5) / float64(len(scores)+1)
	return math.Copysign(math.Sqrt2*math.Erfinv(place), e)
}

// rankTables are the radii of every group that has scores.
func rankTables(cals map[string]*calibration, n, horizon int) map[string][][]float64 {
	tables := make(map[string][][]float64, len(cals))
	for g, c := range cals {
		if c.top() > 0 {
			tables[g] = rankRadii(c, n, horizon)
		}
	}
	return tables
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
			radius := o.scale * o.factors[h] * max(table[far][r], grown*table[own-1][r])
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

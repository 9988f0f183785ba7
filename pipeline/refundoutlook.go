package pipeline

import (
	"context"
	"math"
	"slices"
	"strconv"

	"opdrift/forecasts/draws"
	"opdrift/pipeline/refusion"
)

// A refundOutlook says how the refunds of schemes with amounts are forecast. The rule is
// convex in what a unit costs in a month, so it is applied to units' months inside each
// draw, and never to a mean (package refusion).
type refundOutlook struct {
	schemes []*refundScheme
	method  string
	scores  []refundScore // of the past, by which the method was chosen
	choice  refundChoice
	bases   []*refundBasis // by scheme: what the forecast rests on; nil where there is none
}

// The ways to forecast what schemes with amounts refund.
const (
	refundShare  = "share"       // a constant share of each cell's gross: that of the last three years
	refundRule   = "rule"        // what the rule pays
	refundBooked = "rule_booked" // what the rule pays, times booked over rule of the last three years
)

var refundMethods = []string{refundShare, refundRule, refundBooked}

// refundOutlook prepares the forecast of refunds; nil where they cannot be had from persons.
func (f *future) refundOutlook(ctx context.Context, r *run) (*refundOutlook, error) {
	if f.draws == 0 || r.refunds == nil || !r.has("cases") {
		return nil, nil
	}
	o := &refundOutlook{}
	var err error
	if o.schemes, err = f.refundSchemes(ctx, r); err != nil || len(o.schemes) == 0 {
		return nil, err
	}
	past := f.pastForecasts()
	for _, s := range o.schemes {
		if s.rows, err = r.refunds.persons(ctx, s.municipality, true); err != nil {
			return nil, err
		}
		b, _, err := s.basis(r, f, r.refunds.rules, r.calendar.lastYear)
		if err != nil {
			return nil, err
		}
		scores, err := f.refundBacktest(r, s, past)
		if err != nil {
			return nil, err
		}
		o.bases, o.scores = append(o.bases, b), append(o.scores, scores...)
		s.rows, s.units = nil, nil // nationwide they are millions
	}
	o.choice = chooseRefunds(o.scores)
	o.method = o.choice.method
	r.noteRefunds(o)
	return o, nil
}

// refundSchemes finds the services of each municipality whose cost counts in a scheme with
// amounts in the first forecast year.
func (f *future) refundSchemes(ctx context.Context, r *run) ([]*refundScheme, error) {
	places, err := r.refunds.places(ctx)
	if err != nil {
		return nil, err
	}
	var out []*refundScheme
	first := r.calendar.firstMonth(f.years[0])
	for _, place := range places {
		by := map[string]*refundScheme{}
		for _, item := range f.items {
			scheme := r.refunds.rules.CountsIn(r.services[item.key.service].RefundScheme, first)
			if item.key.municipality != place || scheme == "" {
				continue
			}
			if by[scheme] == nil {
				by[scheme] = &refundScheme{municipality: place, scheme: scheme}
			}
			by[scheme].items = append(by[scheme].items, item)
		}
		for _, scheme := range sortedKeys(by) {
			out = append(out, by[scheme])
		}
	}
	return out, nil
}

// refund puts the drawn refunds of schemes with amounts into a municipality's cells. With
// the share, the cells stay as they are.
func (f *future) refund(r *run, cells []drawnCell) {
	o := f.refunds
	if o == nil || o.method == refundShare {
		return
	}
	at := map[cellKey]*drawnCell{}
	for i := range cells {
		at[cells[i].item.key] = &cells[i]
	}
	for i, s := range o.schemes {
		if s.municipality != cells[0].item.key.municipality || o.bases[i] == nil {
			continue
		}
		of := make([]*drawnCell, len(s.items))
		for k, item := range s.items {
			of[k] = at[item.key]
		}
		if slices.Contains(of, nil) {
			continue // a part of the services is drawn: their sum is not known
		}
		f.refundScheme(r, s, o.bases[i], of)
	}
}

// refundScheme draws what one scheme refunds of its cells.
func (f *future) refundScheme(r *run, s *refundScheme, b *refundBasis, cells []*drawnCell) {
	split := s.splits(r, f, r.calendar.lastYear)
	takeUp := s.takeUp(r, r.calendar.lastYear, f.refunds.method)
	for i, c := range cells {
		c.refunds = matrix(len(f.years), f.draws)
		for h := range f.years {
			for d, gross := range c.grosses[h] {
				c.refunds[h][d] = gross * float32(split[i])
			}
		}
	}
	expected := make([][]float64, len(cells)) // by cell and year: øre of the year in a krone of fixed prices
	for i, c := range cells {
		for _, year := range f.years {
			expected[i] = append(expected[i], 100/r.prices.of(c.item.key.service).toFixed(year))
		}
	}
	levels := make([]refusion.Levels, len(f.years))
	for h, year := range f.years {
		levels[h] = r.refunds.rules.LevelsOf(s.scheme, r.calendar.firstMonth(year), r.refunds.opts)
	}
	y := refusion.Year{Ratio: make([]float64, len(cells)), Price: make([]float64, len(cells))}
	paid := make([]float64, len(cells))
	for d := range f.draws {
		chance := b.pool.Chance(draws.Stream(r.cfg.Seed, "refusion", s.municipality, s.scheme, strconv.Itoa(d)))
		for h := range f.years {
			toOre := func(i int) float64 { return f.shocks[h][d] * expected[i][h] }
			y.Horizon, y.Levels = h+1, &levels[h]
			b.move(s, &y, func(i int) float64 { return drawnVolume(cells[i], h, d) },
				func(i int) float64 { return float64(cells[i].grosses[h][d]) * toOre(i) })
			clear(paid)
			b.pool.Pay(chance, y, paid)
			for i, c := range cells {
				if unit := toOre(i); unit > 0 { // else the draw's own prices are below any number
					c.refunds[h][d] -= float32(takeUp * paid[i] / unit)
				}
			}
		}
	}
	for _, c := range cells {
		c.refundMeans(f)
	}
}

func drawnVolume(c *drawnCell, h, d int) float64 {
	if c.volumes == nil {
		return math.NaN()
	}
	return float64(c.volumes[h][d])
}

// refundMeans are the means of the drawn refunds: last, after the rule. A draw's amount in
// the year's prices is that in fixed prices times the draw's own price level, so the two
// means differ by more than the index.
func (c *drawnCell) refundMeans(f *future) {
	for h, row := range c.refunds {
		var fixed, current float64
		for d, v := range row {
			fixed += float64(v) / float64(f.draws)
			current += float64(v) * f.shocks[h][d] / float64(f.draws)
		}
		c.refund, c.refundNow = append(c.refund, fixed), append(c.refundNow, current)
	}
}

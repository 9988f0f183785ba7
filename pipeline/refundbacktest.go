package pipeline

import (
	"math"
	"strconv"

	"opdrift/forecasts/draws"
	"opdrift/pipeline/money"
	"opdrift/pipeline/refusion"
)

// pastResamples is how many draws a forecast of the past is the mean of: it needs the mean
// alone.
const pastResamples = 100

// A refundScore is one forecast of the past, of the services of a municipality whose cost
// counts in one scheme, held against what was booked. Kroner, prices of the year.
type refundScore struct {
	municipality, scheme, measure, method string // measure: refund or net
	origin, year                          int64
	forecast, actual                      float64
	scale                                 float64 // mean absolute yearly change up to the origin
}

func (s refundScore) miss() float64 { return s.actual - s.forecast }

// refundBacktest forecasts a scheme's refunds of past years by each method from the years before,
// with the rules that were in force at each origin. Volume and gross are what the selected
// models said there, in the prices that the year came to have, so the methods differ in
// refunds alone.
func (f *future) refundBacktest(r *run, s *refundScheme, past pastForecasts) ([]refundScore, error) {
	var out []refundScore
	for _, o := range f.result.Scores.Origins {
		origin := int64(o)
		rules := r.refunds.rules.Known(r.calendar.firstMonth(origin+1) - 1)
		basis, ok, err := s.basis(r, f, rules, origin)
		if err != nil {
			return nil, err
		}
		for h := 1; ok && h <= r.calendar.horizon && origin+int64(h) <= r.calendar.lastYear; h++ {
			p := &refundPast{run: r, future: f, scheme: s, basis: basis, origin: origin, horizon: h, points: past}
			if p.read() {
				out = append(out, p.scores(rules)...)
			}
		}
	}
	return out, nil
}

// A refundPast is a scheme's services in a past year, as forecast from an origin.
type refundPast struct {
	run     *run
	future  *future
	scheme  *refundScheme
	basis   *refundBasis
	origin  int64
	horizon int
	points  pastForecasts

	volumes, grosses        []float64 // by item, as forecast; gross in kroner of the year
	shares, incomes, splits []float64 // by item, per krone of gross
	refund, net             float64   // what came
}

// read collects forecasts and outcomes; false where less than leastForecast of the year's
// gross was forecast. The rest stands as what it was, and adds no error.
func (p *refundPast) read() bool {
	year := p.origin + int64(p.horizon)
	p.splits = p.scheme.splits(p.run, p.future, p.origin)
	var covered, whole float64
	for _, item := range p.scheme.items {
		row, _ := p.future.cells.at(item.key, year, true)
		income, share := p.future.sharesUntil(p.run, item.key, p.origin)
		p.incomes, p.shares = append(p.incomes, income), append(p.shares, share)
		gross, volume := row.Gross.Kroner(), row.FullYearPersons
		whole += math.Abs(gross)
		cost, ok := p.points.cost(p.run, p.future, item, year, p.origin)
		if ok {
			covered += math.Abs(gross)
			gross = cost.value / p.run.prices.of(item.key.service).toFixed(year)
			if v, ok := p.points.volume(p.future, item, year, p.origin); ok {
				volume = v.value
			}
		}
		p.grosses, p.volumes = append(p.grosses, gross), append(p.volumes, volume)
		p.refund += row.Refund.Kroner()
		p.net += row.net().Kroner()
	}
	return covered > 0 && covered >= leastForecast*whole
}

// scores are the forecasts by each method.
func (p *refundPast) scores(rules refusion.Rules) []refundScore {
	var gross, share, other float64 // gross less income
	for i, g := range p.grosses {
		gross += g * (1 + p.incomes[i])
		share += g * p.shares[i]
		other += g * p.splits[i]
	}
	rule := p.byRule(rules)
	var out []refundScore
	for _, method := range refundMethods {
		refund := share
		if method != refundShare {
			refund = other - rule*p.scheme.takeUp(p.run, p.origin, method)
		}
		s := refundScore{municipality: p.scheme.municipality, scheme: p.scheme.scheme, measure: "refund", method: method,
			origin: p.origin, year: p.origin + int64(p.horizon), forecast: refund, actual: p.refund, scale: p.change(panelRow.refund)}
		out = append(out, s)
		s.measure, s.forecast, s.actual, s.scale = "net", gross+refund, p.net, p.change(panelRow.net)
		out = append(out, s)
	}
	return out
}

// change is the mean absolute yearly change of a sum over the items up to the origin,
// kroner; 0 with fewer than two years.
func (p *refundPast) change(of func(panelRow) money.Ore) float64 {
	var changes, n, before float64
	for y := p.run.calendar.firstYear; y <= p.origin; y++ {
		var sum money.Ore
		for _, item := range p.scheme.items {
			row, _ := p.future.cells.at(item.key, y, true)
			sum += of(row)
		}
		if y > p.run.calendar.firstYear {
			n, changes = n+1, changes+math.Abs(sum.Kroner()-before)
		}
		before = sum.Kroner()
	}
	return changes / max(1, n)
}

// byRule is the mean of what the scheme pays, kroner.
func (p *refundPast) byRule(rules refusion.Rules) float64 {
	levels := rules.LevelsOf(p.scheme.scheme, p.run.calendar.firstMonth(p.origin+int64(p.horizon)), p.run.refunds.opts)
	y := refusion.Year{Horizon: p.horizon, Levels: &levels, Ratio: make([]float64, len(p.grosses)), Price: make([]float64, len(p.grosses))}
	p.basis.move(p.scheme, &y, func(i int) float64 { return p.volumes[i] }, func(i int) float64 { return 100 * p.grosses[i] })
	paid := make([]float64, len(p.grosses))
	for d := range pastResamples {
		stream := draws.Stream(p.run.cfg.Seed, "refusion of the past", p.scheme.municipality, p.scheme.scheme, strconv.FormatInt(p.origin, 10), strconv.Itoa(d))
		p.basis.pool.Pay(p.basis.pool.Chance(stream), y, paid)
	}
	var sum float64
	for _, v := range paid {
		sum += v
	}
	return sum / pastResamples / 100
}

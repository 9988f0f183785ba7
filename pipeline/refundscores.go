package pipeline

import (
	"fmt"
	"math"
	"strings"

	"opdrift/forecasts"
)

// backtestRows are the forecasts of past refunds as rows of the table backtest.
func (o *refundOutlook) backtestRows() []backtestRow {
	if o == nil {
		return nil
	}
	var out []backtestRow
	for _, s := range o.scores {
		row := backtestRow{Kind: s.measure, Municipality: s.municipality, Service: s.scheme, Band: all, Model: s.method, Origin: s.origin, Horizon: s.year - s.origin,
			Forecast: s.forecast, Actual: s.actual, Scaled: s.miss() / s.scale, Status: string(forecasts.OK)}
		if s.scale == 0 {
			row.Scaled, row.Status = math.NaN(), string(forecasts.ScaleZero)
		}
		out = append(out, row)
	}
	return out
}

// scoreRows are what each way to forecast refunds did, of refunds and of net, and which was
// chosen.
func (o *refundOutlook) scoreRows(horizon int) []scoreRow {
	if o == nil || len(o.scores) == 0 {
		return nil
	}
	var out []scoreRow
	for _, measure := range []string{"refund", "net"} {
		for _, method := range refundMethods {
			for h := range horizon + 1 {
				if row, ok := o.scoreRow(measure, method, int64(h)); ok {
					out = append(out, row)
				}
			}
		}
	}
	return out
}

// scoreRow sums up the scores of a measure and method at a horizon, or at all (0).
func (o *refundOutlook) scoreRow(measure, method string, horizon int64) (scoreRow, bool) {
	series, origins := map[string]bool{}, map[int64]bool{}
	var n, bias, scaled, missed, whole float64
	for _, s := range o.scores {
		if s.measure != measure || s.method != method || horizon != 0 && s.year-s.origin != horizon {
			continue
		}
		series[s.municipality+"/"+s.scheme], origins[s.origin] = true, true
		missed, whole = missed+math.Abs(s.miss()), whole+math.Abs(s.actual)
		if s.scale > 0 {
			n, bias, scaled = n+1, bias+s.miss()/s.scale, scaled+math.Abs(s.miss())/s.scale
		}
	}
	if len(origins) == 0 {
		return scoreRow{}, false
	}
	row := blankScore()
	row.Kind, row.Group, row.Model, row.Horizon, row.Status = measure, measure, method, horizon, string(forecasts.OK)
	row.Series, row.Origins = int64(len(series)), int64(len(origins))
	row.Bias, row.MASE, row.WAPE = bias/n, scaled/n, missed/whole
	row.Chosen, row.RunnerUp, row.Reason = method == o.method, o.choice.runnerUp, o.choice.reason
	row.Difference, row.SE = o.choice.difference, o.choice.se
	if o.choice.origins >= leastRefundOrigins {
		row.Decided = "refund"
	}
	if n == 0 {
		row.Status = string(forecasts.ScaleZero)
	}
	return row, true
}

// noteRefunds says how refunds are forecast and what is assumed.
func (r *run) noteRefunds(o *refundOutlook) {
	if o == nil {
		return
	}
	growth, n := percent(r.refunds.opts.ThresholdGrowth), o.choice.origins
	growthDA := strings.Replace(growth, ".", ",", 1)
	switch o.method {
	case refundShare:
		r.assumed("", "refund forecast",
			fmt.Sprintf("refunds of schemes with amounts are forecast as a constant share of gross: at %d origins in the past it missed by less than the rules", n),
			fmt.Sprintf("refusion efter ordninger med beløbsgrænser fremskrives som en fast andel af bruttoudgifterne: ved %d tidligere fremskrivninger ramte det bedre end reglerne", n))
	case refundRule:
		r.assumed("", "refund forecast",
			fmt.Sprintf("refunds of schemes with amounts are forecast by their rules from persons' costs; the amounts grow by %s a year", growth),
			fmt.Sprintf("refusion efter ordninger med beløbsgrænser fremskrives efter reglerne ud fra personers udgifter; beløbsgrænserne stiger %s om året", growthDA))
	case refundBooked:
		text := ""
		if len(o.schemes) == 1 {
			text = fmt.Sprintf(" (%.0f %%)", 100*o.schemes[0].takeUp(r, r.calendar.lastYear, o.method))
		}
		r.assumed("", "refund forecast",
			fmt.Sprintf("refunds of schemes with amounts are forecast by their rules from persons' costs, times what was booked of what the rules give in the last three years%s; the amounts grow by %s a year", text, growth),
			fmt.Sprintf("refusion efter ordninger med beløbsgrænser fremskrives efter reglerne ud fra personers udgifter, ganget med den andel af reglernes refusion, der er bogført de seneste tre år%s; beløbsgrænserne stiger %s om året", text, growthDA))
	}
}

package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// A reconciled year holds the ledger against the price of its grants.
type reconciled struct {
	Priced   money.Ore `col:"priced"`
	Ledger   money.Ore `col:"ledger"`
	Rest     money.Ore `col:"rest"`
	Unmapped money.Ore `col:"unmapped"`
}

// A restYear is the same of one service.
type restYear struct {
	Municipality string    `col:"municipality"`
	Service      string    `col:"service"`
	Year         int64     `col:"year"`
	Priced       money.Ore `col:"priced"`
	Ledger       money.Ore `col:"ledger"`
	Rest         money.Ore `col:"rest"`
}

func (y restYear) size() money.Ore { return max(y.Rest, -y.Rest) }

// share is |rest| / ledger, without unit; infinite where the ledger is 0 or below and
// the cases have another price.
func (y restYear) share() float64 {
	switch {
	case y.Rest == 0:
		return 0
	case y.Ledger <= 0:
		return math.Inf(1)
	}
	return y.size().Kroner() / y.Ledger.Kroner()
}

// withinRest reconciles the last complete year as a whole, and every complete year by
// service. It stops the run when more than reconciliation.max_rest_share of the whole
// or reconciliation.limit of a service is rest.
func (r *run) withinRest(ctx context.Context) error {
	if !r.has("cases") {
		return nil
	}
	if err := r.knownLimits(); err != nil {
		return err
	}
	rows, err := store.Query[reconciled](ctx, r.store, "rows", "rest",
		store.Args{"year": r.calendar.lastYear, "year_start": r.calendar.yearStart})
	if err != nil {
		return err
	}
	r.reconciled = &rows[0]
	var faults inputErrors
	limit := r.cfg.Reconciliation.MaxRestShare
	if limit != config.Off && max(rows[0].Rest, -rows[0].Rest).Kroner() > limit*rows[0].Ledger.Kroner() {
		faults.add("reconciliation: cases explain all but %s of %s %s in the ledger of %d: at most %s may be unexplained; see account_map and unit prices, or raise reconciliation.max_rest_share",
			rows[0].Rest, rows[0].Ledger, r.cfg.Currency, r.calendar.lastYear, percent(limit))
	}
	years, err := store.Query[restYear](ctx, r.store, "rows", "rest_year", store.Args{
		"first_year": r.calendar.firstYear, "last_year": r.calendar.lastYear, "year_start": r.calendar.yearStart,
	})
	if err != nil {
		return err
	}
	material, held := r.materialRests(years)
	r.overRest(material, &faults)
	if len(faults) == 0 {
		r.noteRests(material, held)
	}
	return faults.err()
}

// knownLimits wants every limit of a service to be that of one in the catalogue.
func (r *run) knownLimits() error {
	for _, name := range slices.Sorted(maps.Keys(r.cfg.Reconciliation.Services)) {
		if _, ok := r.services[name]; !ok {
			path := "reconciliation.services." + name
			return &ConfigError{fmt.Errorf("%s: %s is of no service: want a code in the extract services", r.cfg.Origin(path), path)}
		}
	}
	return nil
}

// materialRests returns those years of services whose rest is above
// reconciliation.materiality of the municipality's ledger of the year, the largest
// first, and how many years of services were held against it. A municipality without a
// ledger in the year has nothing to be held against.
func (r *run) materialRests(all []restYear) (material []restYear, held int64) {
	type place struct {
		municipality string
		year         int64
	}
	ledgers := map[place]money.Ore{}
	for _, y := range all {
		ledgers[place{y.Municipality, y.Year}] += y.Ledger
	}
	for _, y := range all {
		ledger := ledgers[place{y.Municipality, y.Year}]
		if own := r.cfg.Municipality; ledger <= 0 || own != "" && own != y.Municipality {
			continue
		}
		held++
		if y.size().Kroner() > r.cfg.Reconciliation.Materiality*ledger.Kroner() {
			material = append(material, y)
		}
	}
	slices.SortStableFunc(material, func(a, b restYear) int { return -cmp.Compare(a.size(), b.size()) })
	return material, held
}

// restsShown is how many services and years an error names.
const restsShown = 20

// overRest adds a fault for each service and year over its limit, and one that says
// what to do.
func (r *run) overRest(material []restYear, faults *inputErrors) {
	var over []restYear
	years, below, above := map[int64]bool{}, false, false
	for _, y := range material {
		if limit := r.cfg.Reconciliation.Of(y.Service); limit != config.Off && y.share() > limit {
			over = append(over, y)
			years[y.Year] = true
			below, above = below || y.Rest < 0, above || y.Rest > 0
		}
	}
	if len(over) == 0 {
		return
	}
	for _, y := range over[:min(restsShown, len(over))] {
		faults.add("reconciliation: municipality %s, service %s, year %d: ledger %s, price of cases %s, rest %s %s%s: at most %s of the ledger may be unexplained",
			y.Municipality, y.Service, y.Year, y.Ledger, y.Priced, y.Rest, r.cfg.Currency, y.percent(), percent(r.cfg.Reconciliation.Of(y.Service)))
	}
	if more := len(over) - restsShown; more > 0 {
		faults.add("reconciliation: and %d more", more)
	}
	if below {
		hint := "where the ledger is below the price of the cases, look for accounts that account_map lacks, postings that were not delivered, and grants that should have ended"
		if names := r.unmappedIn(years); names != "" {
			hint += "; accounts without a service: " + names
		}
		faults.add("%s", hint)
	}
	if above {
		faults.add("where the ledger is above the price of the cases, look for cases that were not delivered, unit_price and quantity, and accounts that belong to another service")
	}
	faults.add("where the difference is known and right, set reconciliation.services.%s to a higher share or to off, or reconciliation.limit for all", over[0].Service)
}

// percent is the share in words, where there is a ledger.
func (y restYear) percent() string {
	if y.Ledger <= 0 {
		return ""
	}
	return " (" + percent(y.share()) + ")"
}

const restRule = "costs.reconciliation"

// noteRests adds the rows of quality: one on all services and years, and one on each
// over the warning level.
func (r *run) noteRests(material []restYear, held int64) {
	level := r.cfg.Reconciliation.Warning
	if level == config.Off || held == 0 {
		return
	}
	sum := qualityRow{
		Extract: "costs", Rule: restRule, Column: "amount", Severity: string(contract.Warning), Verdict: "passed", Total: held,
		Text:   "cases explain the ledger of a service in a year but for " + percent(level),
		TextDA: "sagerne forklarer en indsats' regnskab i et år på nær " + danishPercent(level),
	}
	var rows []qualityRow
	for _, y := range material {
		if y.share() <= level {
			continue
		}
		r.warned = append(r.warned, y)
		sum.Verdict = "warned"
		sum.Rows, sum.Ore = sum.Rows+1, sum.Ore+int64(y.size())
		row := sum
		row.Rule += "." + y.Municipality + "." + y.Service + "." + strconv.FormatInt(y.Year, 10)
		row.Rows, row.Total, row.Ore = 1, 1, int64(y.size())
		row.Text = fmt.Sprintf("%s %d: ledger %s, price of cases %s, rest %s%s", y.Service, y.Year,
			r.amount(y.Ledger, "en"), r.amount(y.Priced, "en"), r.signed(y.Rest, "en"), y.percent())
		row.TextDA = fmt.Sprintf("%s %d: bogført %s, sagernes pris %s, rest %s%s", y.Service, y.Year,
			r.amount(y.Ledger, "da"), r.amount(y.Priced, "da"), r.signed(y.Rest, "da"), strings.Replace(y.percent(), ".", ",", 1))
		rows = append(rows, row)
	}
	r.quality = append(append(r.quality, sum), rows...)
	if len(rows) > 0 {
		r.log.Warn("cases and ledger differ", "service_years", len(rows), "amount", money.Ore(sum.Ore).String(), "verdict", sum.Verdict)
	}
}

func danishPercent(share float64) string { return strings.Replace(percent(share), ".", ",", 1) }

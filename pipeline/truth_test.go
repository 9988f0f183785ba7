package pipeline_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"opdrift/fixtures"
)

// own is the configuration of a synthetic municipality.
const own = `name: Eksempelby
municipality: {value: "999", reason: "the only municipality in the extracts"}
`

// TestEksempelby runs synthetic municipalities whose truth was counted by a plain
// loop over days and postings (package fixtures), which shares no code with the
// run: seed 1 in its default size, seed 2 smaller, seed 3 as two municipalities.
func TestEksempelby(t *testing.T) {
	for _, tt := range []struct {
		name, config string
		options      fixtures.Options
	}{
		{"20,000 persons", own + "engine: {threads: 2}\n", fixtures.Options{Seed: 1}},
		{"3,000 persons", own, fixtures.Options{Seed: 2, Persons: 3_000}},
		{"two municipalities", "name: Two\n", fixtures.Options{Seed: 3, Persons: 1_500, Municipalities: 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := town(t, tt.options)
			p := runProject(t, filepath.Join(dir, "extracts"), tt.config)
			t.Run("truth", func(t *testing.T) { checkTruth(p.on(t), dir) })
			t.Run("reconciliation", func(t *testing.T) { checkReconciliation(p.on(t)) })
			t.Run("pressure", func(t *testing.T) { checkPressure(p.on(t)) })
			t.Run("forecast", func(t *testing.T) { checkForecast(p.on(t)) })
			p.atLeast(5, "from forecast_total where level = 'all' and coverage_scores > 0")
			p.atLeast(1, "from forecast_total where level = 'service' and coverage_80 < 1")
			if tt.options.Seed == 1 {
				t.Run("same", func(t *testing.T) { checkSame(t, p, dir, own) })
			}
		})
	}
}

// checkTruth compares what is published with the truth, every cell, both ways.
func checkTruth(p *published, dir string) {
	p.t.Helper()
	for _, name := range []string{"panel", "panel_monthly", "reconciliation"} {
		p.view("truth_"+name, filepath.Join(dir, "truth", name+".parquet"))
	}
	p.view("costs", filepath.Join(dir, "extracts", "costs.parquet"))
	p.atLeast(300, "from truth_panel")
	p.atLeast(3_000, "from truth_panel_monthly")
	p.atLeast(1_000, "from truth_reconciliation")

	p.none("panel", cells("panel", "year"))
	p.none("panel_monthly", cells("panel_monthly", "month"))
	p.none("reconciliation", `
		with ours as (
			select municipality, service, month, priced, ledger, booked, posting_lag, year_end_accrual, aggregate, linked_rest
			from reconciliation
			where service <> '' and (priced, ledger, booked, posting_lag, year_end_accrual, aggregate) <> (0, 0, 0, 0, 0, 0)
		), truth as (
			select municipality, service, month, priced, ledger, booked, posting_lag, year_end_accrual, aggregate, linked_rest
			from truth_reconciliation where service <> 'unmapped'
		)
		(select 'published' as side, * from ours except all select 'published', * from truth)
		union all
		(select 'truth', * from truth except all select 'truth', * from ours)
		order by all`)
	p.none("unmapped", `
		with ours as (
			select municipality, month, unmapped from reconciliation where unmapped <> 0
		), truth as (
			select municipality, month, unmapped from truth_reconciliation where unmapped <> 0
		)
		(select 'published' as side, * from ours except all select 'published', * from truth)
		union all
		(select 'truth', * from truth except all select 'truth', * from ours)
		order by all`)
	p.atLeast(10, "from reconciliation where unmapped <> 0")
	checkAllPostings(p)
}

// cells compares a panel with its truth. Rows of ours that hold a price alone have
// no partner: the truth keeps prices in its reconciliation.
func cells(table, period string) string {
	columns := "municipality, service, age_band, " + period + ", days, persons, gross, income, refund"
	return fmt.Sprintf(`
		with ours as (
			select %[1]s from %[2]s where days <> 0 or persons <> 0 or gross <> 0 or income <> 0 or refund <> 0
		), truth as (
			select %[1]s from truth_%[2]s
		)
		(select 'published' as side, * from ours except all select 'published', * from truth)
		union all
		(select 'truth', * from truth except all select 'truth', * from ours)
		order by all`, columns, table)
}

// checkAllPostings: every øre that was posted until the as-of date is in a
// complete year of the panel, in a month outside them, or unmapped.
func checkAllPostings(p *published) {
	p.t.Helper()
	const (
		posted = `(select sum(amount) from costs where coalesce(registered_at, posting_date) <= date '2025-06-30')`
		panel  = `(select sum(gross + income + refund) from panel)`
		other  = `(select sum(gross + income + refund) from panel_monthly where year not in (select year from panel))`
		rest   = `(select sum(unmapped) from reconciliation)`
	)
	p.none("postings against tables", "select "+posted+" as posted, "+panel+" as panel, "+other+" as outside, "+rest+` as unmapped
		where posted <> panel + outside + unmapped`)
	p.near("postings outside complete years and unmapped are there", 1, 0, "select "+other+" > 0 and "+rest+" <> 0")
	p.none("years of the panel and its months", `
		with months as (
			select municipality, service, age_band, year, sum(days) as days, sum(priced) as priced, sum(gross) as gross,
				sum(income) as income, sum(refund) as refund
			from panel_monthly where provenance = 'actual' group by all
		)
		from (select municipality, service, age_band, year, days, priced, gross, income, refund from panel) as years
		full join months using (municipality, service, age_band, year)
		where (years.days, years.priced, years.gross, years.income, years.refund)
			is distinct from (months.days, months.priced, months.gross, months.income, months.refund)`)
}

// checkReconciliation checks what holds between the columns of reconciliation.
func checkReconciliation(p *published) {
	p.t.Helper()
	p.none("columns that do not add up", `
		from reconciliation
		where lag <> posting_lag + year_end_accrual or booked <> ledger + posting_lag + year_end_accrual + unmapped
			or rest <> ledger - priced or ledger <> linked + aggregate or linked_rest <> linked - priced`)
	p.none("a lag within a complete year", `
		select municipality, service, extract(year from month) as year from reconciliation where provenance = 'actual'
		group by all having sum(posting_lag) <> 0`)
	p.none("service-years of sums alone", `
		select municipality, service, extract(year from month) as year from reconciliation
		group by all having count(linked_rest) not in (0, count(*))`)
	for _, some := range []string{
		"posting_lag <> 0", "year_end_accrual <> 0", "aggregate <> 0 and linked <> 0", "linked_rest is null", "linked_rest <> 0 and aggregate <> 0",
	} {
		p.atLeast(5, "from reconciliation where "+some)
	}
}

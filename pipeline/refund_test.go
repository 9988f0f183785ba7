package pipeline_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"opdrift/fixtures"
)

// TestAllMechanisms compares panel, reconciliation, payments and what the refund rules pay with
// the generator's truth, for 10 seeds with every switch on: a plain loop over days, postings
// and persons that has its own copy of the rules. The made-up persons of switch
// refusion_cases stand on both sides of every turn of the refund rule.
func TestAllMechanisms(t *testing.T) {
	seeds := 10
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed+1), func(t *testing.T) {
			dir := town(t, fixtures.Options{Seed: uint64(seed + 1), Persons: 3_000, Municipalities: 1 + seed%2,
				Switches: map[string]string{"refusion_cases": "on", "mix_shift": "on", "price_step": "on", "usage_step": "on", "payments": "on"}})
			p := runProject(t, filepath.Join(dir, "extracts"), "name: Eksempelby\ndraws: 100\nforecast: {models: [naive]}\n")
			checkTruth(p, dir)
			checkReconciliation(p)
			checkPayments(p)
			checkPaymentTruth(p, dir)
			p.view("truth_refusion", filepath.Join(dir, "truth", "refusion.parquet"))
			p.atLeast(50, "from truth_refusion where person_key like 'x!_%' escape '!'")
			p.atLeast(20, "from refusion where scheme = 'central' and by_rule < 0")
			p.none("refusion by rule", `
				with ours as (
					select municipality, service, year, -by_rule as refund, persons
					from refusion where scheme = 'central' and by_rule <> 0
				), truth as (
					select municipality, service, extract(year from month) as year,
						cast(sum(refund) as decimal(18, 2)) as refund, count(distinct person_key) as persons
					from truth_refusion
					group by municipality, service, extract(year from month)
				)
				(select 'published' as side, * from ours except all select 'published', * from truth)
				union all
				(select 'truth', * from truth except all select 'truth', * from ours)
				order by all`)
			p.none("booked", `
				select municipality, year from refusion group by municipality, year
				having sum(booked) <> coalesce((select sum(refund) from panel_monthly m where m.municipality = refusion.municipality
					and extract(year from m.month) = refusion.year), 0)`)
			p.none("difference", "select * from refusion where difference <> booked - by_rule or (difference is null) <> (by_rule is null)")
		})
	}
}

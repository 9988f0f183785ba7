package pipeline_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"opdrift/fixtures"
)

// TestFuturePolicy: a saving that is decided for a year of the forecast is not in the
// forecast, so it explains nothing of it, and the run says so. One of the past is explained.
func TestFuturePolicy(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 400, Years: 9}), "extracts")
	plain := runProject(t, extracts, small)
	last := int(plain.number("select max(year) from panel"))
	rewrite(t, filepath.Join(extracts, "policy_changes.parquet"), fmt.Sprintf(`from FILE union all by name
		select cast(year as integer) as year, 'home_care_personal' as service, cast(-2000000 as decimal(18, 2)) as amount, 'decided_saving' as kind, 'test' as source
		from (values (%d), (%d)) years(year)`, last+1, last+2))
	p := runProject(t, extracts, small)
	p.none("explained by what the forecast does not have", "from pressure where effect = 'policy' and amount <> 0 and year_to > $1 and year_from >= $1", last)
	p.atLeast(1, "from pressure where effect = 'policy' and amount <> 0 and year_to <= $1", last)
	p.near("coverage", 1, 0, `select count(*) from coverage where extract = 'policy_changes' and subject = 'forecast' and status = 'assumed'
		and detail like $1 and detail_da like $2`, fmt.Sprintf("%% decided for %d to %d, %%4.0 million%%", last+1, last+2), fmt.Sprintf("%%besluttet for %d til %d, i alt%%4,0 mio.%%", last+1, last+2))
	if before, after := plain.total(last), p.total(last); before != after || before == 0 {
		t.Errorf("spending of the years to come was %.2f, and is %.2f with the decided saving: want the same", before, after)
	}
}

// total is the forecast of everything over the years to come.
func (p *published) total(last int) float64 {
	return p.number("select cast(sum(mean) as double) from forecast_total where year > $1", last)
}

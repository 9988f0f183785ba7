package pipeline_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEngland runs the real extracts of 152 English councils (fixtures/england)
// and compares what is published with what the publishers printed.
func TestEngland(t *testing.T) {
	extracts, err := filepath.Abs("../fixtures/england/extracts")
	if err != nil {
		t.Fatal(err)
	}
	yaml, err := os.ReadFile("../fixtures/england/opdrift.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p := runProject(t, extracts, string(yaml))
	t.Run("published numbers", func(t *testing.T) { checkEngland(p.on(t)) })
	t.Run("unit costs", func(t *testing.T) { checkUnitCosts(t, p.on(t)) })
	t.Run("pressure", func(t *testing.T) { checkPressure(p.on(t)) })
	t.Run("forecast", func(t *testing.T) { checkForecast(p.on(t)) })
	p.none("coverage where there is no interval", "from forecast_total where coverage_status <> 'no_evidence' or coverage_80 is not null")
	t.Run("coverage", func(t *testing.T) {
		p := p.on(t)
		for _, extract := range []string{"population", "budget"} {
			p.near("rows of coverage about "+extract, 1, 0,
				"select count(*) from coverage where status = 'not_computed' and extract = $1 and detail <> '' and detail_da <> ''", extract)
		}
		for _, table := range []string{"budget_gap", "scenario", "scenario_year", "scenario_choice", "panel_monthly", "reconciliation", "backtest"} {
			p.none(table, "from "+table)
		}
		p.none("a population, or use of it, from nowhere", "from panel where population is not null or usage is not null")
		p.none("quantiles without history", "from forecast where p50 is not null")
	})
}

// checkEngland holds the tables against published totals. Million pounds, from
// NHS Digital, Adult Social Care Activity and Finance, England 2016-17 (gross
// current expenditure £17.5bn, table of totals) and Personal Social Services:
// Expenditure and Unit Costs, England 2014-15 (line Adult Social Care). The
// effects were worked out apart from this program by enumerating the orders of
// three factors over 151 councils: fixtures/england/README.md.
func checkEngland(p *published) {
	p.t.Helper()
	p.near("gross current expenditure 2016-17", 17_526, 1, "select sum(gross) / 1e6 from panel where year = 2017")
	p.near("gross current expenditure 2014-15", 17_043.297, .001, "select sum(gross) / 1e6 from panel where year = 2015")
	p.near("gross total cost 2014-15", 19_520.495, .001, "select sum(gross_total) / 1e6 from panel where year = 2015")
	p.near("net current expenditure 2016-17", 14_777.688, .001, "select sum(net) / 1e6 from panel where year = 2017")
	p.near("councils 2014-15", 152, 0, "select count(distinct municipality) from panel where year = 2015 and gross <> 0")
	p.near("weeks of learning disability residential 2016-17", 1_308_575, .5, `
		select sum(full_year_persons) * 365.25 / 7 from panel
		where service = 'learning_disability_residential' and age_band = '18-64' and year = 2017`)
	const of = `from pressure where municipality = 'all' and level = 'age_band' and item = 'learning_disability_residential'
		and age_band = '18-64' and year_from = 2015 and year_to = 2017 and measure = 'gross_total' and method = 'shapley'`
	p.near("change", 35.67, .05, "select max(change_total) / 1e6 "+of)
	for effect, want := range map[string]float64{"volume": -99.45, "municipality_mix": .39, "unit_cost": 134.74} {
		p.near(effect, want, .05, "select sum(amount) / 1e6 "+of+" and effect = $1", effect)
	}
	p.none("other effects", "select effect, amount "+of+" and effect not in ('volume', 'municipality_mix', 'unit_cost') and abs(amount) > 0.005e6")
}

// checkUnitCosts compares the unit cost of learning disability residential care,
// 18-64, 2014-15, of every council with the publisher's, who rounds cost (to
// £10), weeks and unit cost to two decimals. The Isles of Scilly had 52 weeks and
// no cost, which the publisher shows as no unit cost.
func checkUnitCosts(t *testing.T, p *published) {
	dir := os.Getenv("OPDRIFT_DATA")
	if dir == "" {
		dir = "../../shared/data" // ../shared/data from the repository root
	}
	file := filepath.Join(dir, "england", "pss-exp-eng-14-15-fin-coun-lev-unit-cost.csv")
	codes := filepath.Join(dir, "england", "CSV_ASCFR_Totals.csv")
	for _, f := range []string{file, codes} {
		if _, err := os.Stat(f); err != nil {
			t.Skipf("no %s: set OPDRIFT_DATA to a folder with england/ (%v)", filepath.Base(f), err)
		}
	}
	p.exec(strings.NewReplacer("FILE", file, "CODES", codes).Replace(`
		create view publisher as
		with wide as (
			from read_csv('FILE', skip = 1, header = true, all_varchar = true, delim = ',', quote = '"', ignore_errors = true)
		), long as (
			select left(council, 3) as cassr, value, "Unit cost category" as what
			from (unpivot wide on columns('^[0-9]{3} - ') into name council value value)
			where "Primary support reason" = 'Learning disability support' and "Age category" = 'Age 18 to 64'
				and "Service delivery mechanism" = 'Residential' and "Unit cost provision" = 'All' and "Support type" = 'Long term'
		), code as (
			select distinct cassr_code as cassr, geography_code as municipality
			from read_csv('CODES', header = true, all_varchar = true) where geography_code is not null
			union all
			select '906', 'E06000053'
		)
		select municipality, max(try_cast(value as double)) filter (what = 'Unit costs') as unit_cost,
			max(try_cast(value as double)) filter (what = 'Denominator') as weeks
		from long join code using (cassr) group by all`))
	p.exec(`create view ours as
		select municipality, cast(unit_cost_total as double) * 7 / 365.25 as unit_cost, full_year_persons * 365.25 / 7 as weeks
		from panel where service = 'learning_disability_residential' and age_band = '18-64' and year = 2015`)
	p.near("councils of the publisher", 152, 0, "select count(*) from publisher")
	p.none("unit costs that are not the publisher's", `
		from publisher full join ours using (municipality)
		where municipality <> 'E06000053' and (ours.weeks is null or publisher.weeks is null or abs(ours.weeks - publisher.weeks) > 0.0051
			or not coalesce(abs(ours.unit_cost - publisher.unit_cost) < 0.0101 + 10.1 / ours.weeks, false))`)
	p.none("the Isles of Scilly: weeks and no cost", `
		select publisher.unit_cost as theirs, ours.unit_cost, ours.weeks from ours left join publisher using (municipality)
		where municipality = 'E06000053' and not (ours.unit_cost = 0 and abs(ours.weeks - 52) < 0.01 and coalesce(publisher.unit_cost, 0) = 0)`)
}

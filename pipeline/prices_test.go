package pipeline_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"opdrift/fixtures"
	"opdrift/pipeline"
)

var inBraces = regexp.MustCompile(`{([a-z_]+)}`)

// rewritten returns a folder with the extracts of another, some of them made by queries:
// {name} in a query is an extract as it was.
func rewritten(t *testing.T, extracts string, queries map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files, err := filepath.Glob(filepath.Join(extracts, "*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".parquet")
		if _, changed := queries[name]; !changed {
			if err := os.Link(f, filepath.Join(dir, filepath.Base(f))); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, query := range queries {
		query = inBraces.ReplaceAllString(query, "read_parquet('"+extracts+"/$1.parquet')")
		if _, err := db.Exec(fmt.Sprintf("copy (%s) to '%s' (format parquet)", query, filepath.Join(dir, name+".parquet"))); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return dir
}

const quick = own + "draws: 100\ncitizens: {replicates: 100}\nforecast: {models: [naive, flat3]}\nscenarios: [baseline]\nreconciliation: {limit: off}\n"

// roundPrices are indexes of 2018 to 2029: wages grow 4 % a year, prices nothing, the
// weighted one 10 %; the service sport, 25 % by an index of its own.
const roundPrices = `
	select 'IDX' as "index", cast(y as bigint) as year, cast(power(G, y - 2018) as double) as value,
		case when y < 2025 then 'actual' else 'projection' end as kind, date '2025-06-15' as vintage, 'round' as source
	from range(2018, 2030) r(y)`

func roundIndexes(growth ...string) string {
	var parts []string
	for i := 0; i < len(growth); i += 2 {
		parts = append(parts, strings.NewReplacer("IDX", growth[i], "G,", growth[i+1]+",").Replace(roundPrices))
	}
	return strings.Join(parts, " union all ")
}

// TestServicePrices runs a municipality whose wages grow 4 % a year and whose prices
// stand still. A service with wage share w grows by 4 % × w + 0 % × (1 − w):
//
//	w = 0    nothing: fixed prices are current ones, and PL has no effect
//	w = .8   3.2 % a year: 100 of 2022 are 100 × 1.032² = 106.5024 in prices of 2024
//	no share 10 %, as the weighted index
//	shelter  25 %, by an index of its own
//
// A frame of 100,000 for 2026 in prices of 2024 goes with its service: 100,000 where w = 0,
// 100,000 × 1.0352² = 107,163.90 where w = .88; that of a committee by the common level,
// 100,000 × 1.1² = 121,000.
func TestServicePrices(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 400, Years: 7}), "extracts")
	dir := rewritten(t, extracts, map[string]string{
		"prices": roundIndexes("wages", "1.04", "prices", "1.00", "weighted", "1.10", "shelter", "1.25"),
		"budget": `select cast(2026 as bigint) as year, '999' as municipality, service, committee, 'service_expenditure' as concept, 'original' as kind,
				date '2024-10-01' as adopted_on, cast(100000 as decimal(18, 2)) as amount, cast(2024 as bigint) as price_year
			from (values ('extra_costs', null), ('supported_living', null), (null, (select max(committee) from {services} where service = 'foster_care'))) f(service, committee)`,
		"services": `select * replace (case when service = 'home_care_personal' then null else wage_share end as wage_share) from {services}`,
	})
	p := runProject(t, dir, quick)
	p.view("services", filepath.Join(dir, "services.parquet"))
	p.exec(`create view rate as
		select service, case when service = 'shelter' then 1.25 when max(wage_share) is null then 1.1 else 1 + 0.04 * max(wage_share) end as rate,
			max(wage_share) as w
		from services group by service`)
	p.atLeast(3, "select distinct rate from panel join rate using (service) where gross <> 0")
	p.none("fixed prices that are not the service's", `
		from panel join rate using (service)
		where abs(gross_fixed - round(gross * power(rate, 2024 - year), 2)) > 0.01 or abs(net_fixed - gross_fixed - income_fixed - refund_fixed) > 0`)
	p.none("current prices that are not the service's", `
		from (from forecast where price_basis = 'fixed' and measure = 'gross') as f
		join (from forecast where price_basis = 'current' and measure = 'gross') as c using (municipality, service, age_band, year)
		join rate using (service)
		where abs(c.mean - f.mean * power(rate, year - 2024)) > 0.01 * power(rate, year - 2024) + 0.01`)
	p.none("PL where nothing becomes dearer", "from pressure join rate on item = service where effect = 'pl' and amount <> 0 and w = 0")
	p.atLeast(1, "from pressure where effect = 'pl' and amount <> 0 and level = 'service'")
	p.none("levels", "from price_level join rate using (service) where abs(level - 100 * power(rate, year - 2024)) > 1e-9 * level or abs(growth - rate + 1) > 1e-9")
	p.near("the common level of 2026", 121, 1e-9, "select level from price_level where service = 'all' and year = 2026")
	p.none("what a level rests on", `
		from price_level join rate using (service)
		where basis <> case when service = 'shelter' then 'own_service' when w is null then 'weighted' else 'wages_prices' end`)
	p.near("coverage of the service without a share", 1, 0,
		"select count(*) from coverage where extract = 'services' and subject = 'price level of home_care_personal' and detail_da <> ''")
	// the indexes never miss, so the draws of prices stand still: the median lies as to the
	// mean in current prices as in fixed ones, but for how services differ
	p.none("intervals of totals that are not in current prices", `
		from (from forecast_total where price_basis = 'fixed' and measure = 'gross') as f
		join (from forecast_total where price_basis = 'current' and measure = 'gross') as c using (level, item, year)
		where f.mean > 0 and level in ('all', 'municipality', 'service') and abs((c.p50 / c.mean) / (f.p50 / f.mean) - 1) > 0.03`)
	p.atLeast(10, "from forecast_total where price_basis = 'current' and measure = 'gross' and level in ('all', 'municipality', 'service') and p50 > 0")
	for item, want := range map[string]float64{"extra_costs": 100_000, "supported_living": 107_163.90} {
		p.near("frame of "+item, want, 0.001, "select frame from budget_gap where year = 2026 and level = 'service' and item = $1", item)
	}
	p.near("frame of the committee", 121_000, 0.001, `
		select frame from budget_gap where year = 2026 and level = 'committee'
			and item = (select max(committee) from services where service = 'foster_care')`)
	p.none("re-estimates of one vintage", "from price_revision")
	t.Run("pressure", func(t *testing.T) { checkPressure(p.on(t)) })
	t.Run("forecast", func(t *testing.T) { checkForecast(p.on(t)) })
}

// TestOneIndex: without wages and prices every table but what tells of price levels is
// the one of services without a wage share, to the last row, and so is it the other way.
func TestOneIndex(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 400, Years: 7}), "extracts")
	unindexed := runProject(t, rewritten(t, extracts, map[string]string{"prices": `select * from {prices} where "index" = 'weighted'`}), quick)
	unshared := rewritten(t, extracts, map[string]string{"services": "select * replace (cast(null as double) as wage_share) from {services}"})
	other, err := tryProject(t, unshared, quick)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"panel", "forecast", "forecast_total", "pressure", "budget_gap", "scenario", "backtest", "backtest_score"} {
		unindexed.view("other_"+table, filepath.Join(other.Folder, "restricted", table+".parquet"))
		unindexed.atLeast(1, "from "+table)
		unindexed.none(table, fmt.Sprintf(`(select * exclude (run_id) from %[1]s except all select * exclude (run_id) from other_%[1]s)
			union all (select * exclude (run_id) from other_%[1]s except all select * exclude (run_id) from %[1]s) order by all`, table))
	}
	unindexed.none("levels that differ from the common one", `
		from price_level as s join (from price_level where service = 'all') as c using (year) where s.to_fixed <> c.to_fixed or s.basis <> c.basis`)
}

// TestIndexNames: an index is national, own, or a service's; any other name stops the run.
func TestIndexNames(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 100, Years: 7}), "extracts")
	dir := rewritten(t, extracts, map[string]string{"prices": roundIndexes("weighted", "1.10", "moon", "1.25")})
	_, err := tryProject(t, dir, quick)
	var input *pipeline.InputError
	if !errors.As(err, &input) || !strings.Contains(err.Error(), "index is wages, prices, weighted, own or the code of a service") {
		t.Errorf("%v, want an error that says which indexes there are", err)
	}
}

// TestPriceLevelTruth holds the levels of services against the law of the generator, which
// is w × wages + (1 − w) × prices from the first year's shares on, in the years that are
// known. The shares of the run are those of every year, so the two part slowly: by 0.013 %
// at most in eleven years. The weighted index misses the law by up to 3.8 %.
func TestPriceLevelTruth(t *testing.T) {
	extracts := filepath.Join("..", "fixtures", "eksempelby", "extracts")
	p := runProject(t, rewritten(t, extracts, nil), quick)
	for _, name := range []string{"prices", "services"} {
		p.view(name, filepath.Join(extracts, name+".parquet"))
	}
	p.exec(`create view law as
		with index as (
			select year, max(value) filter ("index" = 'wages') as w, max(value) filter ("index" = 'prices') as p
			from prices where kind = 'actual' group by year
		), share as (select service, max(wage_share) as s from services group by service)
		select service, year, s * w + (1 - s) * p as law from index cross join share`)
	p.exec(`create view missed as
		select service, year, abs(level * base.law / (100 * law.law) - 1) as miss, abs(common * base.law / (100 * law.law) - 1) as before
		from price_level join law using (service, year)
		join (from law where year = 2024) as base using (service)
		join (select year, level as common from price_level where service = 'all') as a on a.year = law.year`)
	p.atLeast(200, "from missed")
	if got := p.number("select max(miss) from missed"); !(got < .0002) {
		t.Errorf("levels of services miss the law by up to %v, want less than 0.0002", got)
	}
	if got := p.number("select max(before) from missed"); !(got > .03) {
		t.Errorf("the weighted index misses the law by %v at most: then this test shows nothing", got)
	}
}

// TestTariffRecovery: a centre costs 1,000,000 for 2,000 days, 200 of them sold, so
// 100,000; what other municipalities paid is in the ledger, art 7.7.
func TestTariffRecovery(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 400, Years: 7}), "extracts")
	dir := rewritten(t, extracts, nil)
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(fmt.Sprintf(`copy (
		select 'centre' as facility, 'activity_centre' as service, cast(y as bigint) as year, cast(10 as bigint) as places, 2000.0::double as occupied_days,
			100.0::double as area_m2, 900000::decimal(18, 2) as fixed_cost, 100000::decimal(18, 2) as variable_cost, 200.0::double as sold_days
		from range(2021, 2026) r(y)) to '%s' (format parquet)`, filepath.Join(dir, "capacity.parquet"))); err != nil {
		t.Fatal(err)
	}
	p := runProject(t, dir, quick)
	p.view("costs", filepath.Join(dir, "costs.parquet"))
	p.near("rows: the part year is no year yet", 8, 0, "select count(*) from tariff_recovery")
	p.none("tariffs", `
		with paid as (
			select year(delivery_to) as year, -sum(amount) as paid from costs
			where art = '7.7' and kind = 'income' and municipality = '999'
				and coalesce(registered_at, posting_date) <= date '2025-06-30' group by all
		)
		from tariff_recovery join paid using (year)
		where sold_cost <> 100000 or unit_cost <> 500 or income <> -paid or recovery <> paid - 100000 or carry_year <> year + 2
			or status <> 'ok' or to_carry <> recovery + coalesce(carried_in, 0) or abs(share_of_income - recovery / paid) > 1e-12
			or (carried_in is null) <> (year < 2023)`)
	p.near("carried from 2021 into 2023", 0, 0, `
		select (select recovery from tariff_recovery where year = 2021 and facility = 'all')
			- (select carried_in from tariff_recovery where year = 2023 and facility = 'all')`)
	p.near("coverage", 1, 0, "select count(*) from coverage where extract = 'capacity' and status = 'assumed'")

	without := runProject(t, extracts, quick)
	without.none("tariffs without capacity", "from tariff_recovery")
	without.near("coverage without capacity", 1, 0, "select count(*) from coverage where extract = 'capacity' and status = 'not_computed' and detail_da <> ''")
	for _, s := range without.Headline.Sentences {
		if strings.Contains(s.EN, "tariff_recovery") || strings.Contains(s.DA, "tariff_recovery") {
			t.Errorf("the headline tells of an extract that was never given: %s", s.EN)
		}
	}
	without.atLeast(10, "from price_revision where difference <> 0 and \"index\" in ('wages', 'prices')")
	without.none("re-estimates of the weighted index that no service follows", "from price_revision where \"index\" = 'weighted' and difference <> 0")
}

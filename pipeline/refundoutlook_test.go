package pipeline_test

import (
	"path/filepath"
	"testing"
)

// TestRefundForecast: amounts that grow faster refund less of the services under the scheme,
// and change no other row of the forecast; what is assumed is printed, and is part of the
// run's name; and net is what its parts give, in every draw's quantiles too.
func TestRefundForecast(t *testing.T) {
	extracts, err := filepath.Abs(filepath.Join("..", "fixtures", "eksempelby", "extracts"))
	if err != nil {
		t.Fatal(err)
	}
	const yaml = "name: Eksempelby\nmunicipality: \"999\"\nas_of: 2025-06-30\ndraws: 200\nforecast: {models: [naive, drift]}\n"
	p := runProject(t, extracts, yaml)
	fast := runProject(t, extracts, yaml+"refusion: {threshold_growth: {value: 0.1, reason: a test}}\n")
	p.view("fast", filepath.Join(fast.Folder, "restricted", "forecast.parquet"))
	p.view("services", filepath.Join(extracts, "services.parquet"))
	p.exec(`create view under as select distinct service from services where refund_scheme is not null`)
	p.none("other rows that changed", `
		(select * exclude (run_id) from forecast where measure not in ('refund', 'net') or service not in (from under))
		except all
		select * exclude (run_id) from fast`)
	p.none("refunds that are not less with amounts that grow faster", `
		with a as (select year, sum(mean) as mean from forecast where measure = 'refund' and price_basis = 'current' group by year),
			b as (select year, sum(mean) as mean from fast where measure = 'refund' and price_basis = 'current' group by year)
		from a join b using (year) where not (a.mean < b.mean and b.mean < 0)`)
	p.atLeast(1, "from coverage where subject = 'refund forecast' and detail like '%2.0 %% a year%'")
	p.none("amounts of services that no refund goes to above 0", "from forecast where measure = 'refund' and p97_5 > 0")
	p.none("scores", `
		with want as (
			select kind, model, sum(abs(actual - forecast)) / sum(abs(actual)) as wape, count(distinct origin) as origins
			from backtest where kind in ('refund', 'net') group by all
		)
		from want full join (from backtest_score where kind in ('refund', 'net') and horizon = 0) as got using (kind, model)
		where got.wape is null or want.wape is null or abs(got.wape - want.wape) > 1e-6 or got.origins <> want.origins`)
	p.atLeast(6, "from backtest_score where kind in ('refund', 'net') and horizon = 0")
	if p.RunID == fast.RunID {
		t.Error("the growth of the amounts is not part of the run's name")
	}
}

// TestConcentrationAddsUp: services add up to all (a person has corrections in few), and gross is
// that of the panel; a larger group costs no less; and no key of a person is published.
func TestConcentrationAddsUp(t *testing.T) {
	p := openPublished(t, runFixture(t, "eksempelby"))
	p.atLeast(300, "from concentration")
	p.none("gross that is not the panel's", `
		with want as (select year, sum(gross) as gross from panel group by year)
		from concentration join want using (year) where level = 'all' and concentration.gross <> want.gross`)
	p.none("services that do not add up to all", `
		with a as (select year, sum(amount) as amount from concentration where level = 'service' and persons_group = 'linked' group by year),
			b as (select year, amount from concentration where level = 'all' and persons_group = 'linked')
		from a full join b using (year) where abs(a.amount - b.amount) > 0.01 * b.amount or a.amount is null or b.amount is null`)
	p.none("groups out of order", `
		with wide as (
			select level, item, year, max(amount) filter (persons_group = 'top_1') as one, max(amount) filter (persons_group = 'top_5') as five,
				max(amount) filter (persons_group = 'top_10') as ten, max(amount) filter (persons_group = 'linked') as linked
			from concentration group by all
		)
		from wide where not (0 < one and one <= five and five <= ten and ten <= linked)`)
	p.none("shares", "from concentration where abs(share - amount / gross) > 1e-9 or persons < 1 or provenance <> 'actual'")
	p.none("columns of persons", "from (describe concentration) where column_name like '%key%'")
}

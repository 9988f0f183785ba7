package pipeline_test

// checkPressure checks every published effect: that effects add up to the change
// they explain, and that the change is that of the published panel and forecast.
func checkPressure(p *published) {
	p.t.Helper()
	p.exec(`create view groups as
		select municipality, level, item, age_band, year_from, year_to, measure, method, provenance,
			sum(amount) as amount, min(change_total) as change_total, max(change_total) as highest
		from pressure group by all`)
	p.none("effects that do not add up", "from groups where amount <> change_total or highest <> change_total")
	p.none("provenance", `
		from groups where provenance is distinct from
			case when year_to <= (select max(year) from panel) then 'actual' else 'projected' end`)
	p.none("nulls", `
		from pressure where amount is null or change_total is null or effect_order is null or effect_label_da is null
			or effect_label_en is null or status not in ('measured', 'not_measured')`)
	p.none("amounts of effects that were not measured", "from pressure where status = 'not_measured' and amount <> 0")
	checkPairs(p)
	p.exec(amounts)
	checkChanges(p)
	p.none("services that do not add up to their committee, or to all", `
		with services as (
			select distinct service, committee from (select service, committee from panel union select service, committee from forecast)
		), parts as (
			select municipality, year_from, year_to, measure, effect, unnest([committee, 'all']) as item,
				unnest(['committee', 'all']) as level, amount
			from pressure join services on pressure.item = services.service
			where level = 'service' and method = 'shapley'
		), summed as (
			select municipality, year_from, year_to, measure, effect, level, item, sum(amount) as services from parts group by all
		), whole as (
			select municipality, year_from, year_to, measure, effect, level, item, amount from pressure
			where level in ('committee', 'all') and method = 'shapley'
		)
		from summed full join whole using (municipality, year_from, year_to, measure, effect, level, item)
		where services is distinct from amount`)
}

// checkPairs: every complete year is held against the one before, every forecast
// year too, and the last forecast year against the last complete one.
func checkPairs(p *published) {
	p.t.Helper()
	p.none("pairs of years", `
		with years as (
			select distinct year from (select year from panel union select year from forecast_total)
		), want as (
			select lag(year) over (order by year) as year_from, year as year_to from years qualify year_from is not null
			union
			select (select max(year) from panel), (select max(year) from forecast_total)
		), got as (
			select distinct year_from, year_to from pressure where level = 'all'
		)
		(from want except from got) union all (from got except from want)`)
}

// amounts are the published sums that changes must be differences of: the panel's
// in complete years, the forecast's means after them. A project's own municipality,
// or the only one with cost, stands alone; several are there each and as all.
const amounts = `create table amounts as
	with payers as (
		select distinct municipality from forecast
	), cell as (
		select municipality, service, age_band, committee, year, gross, gross_total, net
		from panel where municipality in (from payers)
		union all
		select municipality, service, age_band, committee, year, max(mean) filter (measure = 'gross'), 0, max(mean) filter (measure = 'net')
		from forecast where price_basis = 'current' group by all
	), everyone as (
		select * from cell
		union all
		select 'all', service, age_band, committee, year, sum(gross), sum(gross_total), sum(net)
		from cell where (select count(*) from payers) > 1 group by all
	), leveled as (
		select *, unnest(['age_band', 'service', 'committee', 'all']) as level,
			unnest([service, service, committee, 'all']) as item, unnest([age_band, 'all', 'all', 'all']) as band
		from everyone
	), sums as (
		select municipality, level, item, band as age_band, year, sum(gross) as gross, sum(gross_total) as gross_total, sum(net) as net
		from leveled group by all
	)
	unpivot sums on gross, gross_total, net into name measure value amount`

// checkChanges: each change is the difference of the published amounts, and each
// difference has its change.
func checkChanges(p *published) {
	p.t.Helper()
	p.none("changes that are not the difference of published amounts", `
		select g.*, coalesce(b.amount, 0) - coalesce(a.amount, 0) as difference
		from groups as g
		left join amounts as a
			on (a.municipality, a.level, a.item, a.age_band, a.measure, a.year) = (g.municipality, g.level, g.item, g.age_band, g.measure, g.year_from)
		left join amounts as b
			on (b.municipality, b.level, b.item, b.age_band, b.measure, b.year) = (g.municipality, g.level, g.item, g.age_band, g.measure, g.year_to)
		where g.change_total <> coalesce(b.amount, 0) - coalesce(a.amount, 0)`)
	p.none("differences without a change", `
		with pairs as (
			select distinct municipality, year_from, year_to, level from groups
		), want as (
			select pairs.municipality, pairs.level, b.item, b.age_band, b.measure, year_from, year_to, b.amount
			from pairs join amounts as b on pairs.municipality = b.municipality and pairs.level = b.level and pairs.year_to = b.year
			where b.amount <> 0 and not (b.measure = 'gross_total' and year_to > (select max(year) from panel))
		)
		from want anti join groups using (municipality, level, item, age_band, measure, year_from, year_to)`)
	p.none("totals of the forecast against the sums of cells", `
		select * from amounts join forecast_total as f
			on f.level = amounts.level and f.item = amounts.item and f.year = amounts.year and f.measure = amounts.measure
			and f.price_basis = 'current' and amounts.age_band = 'all'
		where amounts.municipality = case when (select count(distinct municipality) from forecast) > 1 then 'all' else (select min(municipality) from forecast) end
			and amounts.amount <> f.mean`)
	p.atLeast(20, "select distinct measure, level, year_to from groups")
}

// checkForecast checks what holds between the published rows of the forecast.
func checkForecast(p *published) {
	p.t.Helper()
	p.exec(`create view both_forecasts as
		select municipality || '/' || service || '/' || age_band as item, 'cell' as level, year, measure, price_basis, status, provenance,
			mean, p2_5, p10, p25, p50, p75, p90, p97_5
		from forecast
		union all
		select item, level, year, measure, price_basis, status, provenance, mean, p2_5, p10, p25, p50, p75, p90, p97_5 from forecast_total`)
	p.none("cells that do not add up to totals", `
		with cell as (
			select unnest([service, committee, municipality, 'all']) as item, unnest(['service', 'committee', 'municipality', 'all']) as level,
				year, measure, price_basis, mean
			from forecast where price_basis <> 'none'
		), summed as (
			select item, level, year, measure, price_basis, sum(mean) as cells from cell
			where measure <> 'unit_cost' group by all
		)
		from summed full join (from forecast_total where price_basis <> 'none') as f using (item, level, year, measure, price_basis)
		where summed.cells is distinct from f.mean`)
	p.none("volumes that do not add up to totals", `
		with summed as (select year, sum(mean) as cells from forecast where measure = 'full_year_persons' group by year)
		from summed join (from forecast_total where level = 'all' and measure = 'full_year_persons') as f using (year)
		where abs(cells - mean) > 0.00005 * (select count(*) + 1 from forecast where measure = 'full_year_persons')`)
	p.none("measures that do not add up", `
		with wide as (
			select level, item, year, price_basis, max(mean) filter (measure = 'gross') as gross, max(mean) filter (measure = 'income') as income,
				max(mean) filter (measure = 'refund') as refund, max(mean) filter (measure = 'net') as net,
				max(mean) filter (measure = 'service_expenditure') as service_expenditure
			from both_forecasts where price_basis <> 'none' group by all
		)
		from wide where gross + income is distinct from service_expenditure or gross + income + refund is distinct from net`)
	p.none("whole øre", "from both_forecasts where price_basis <> 'none' and measure <> 'unit_cost' and mean * 100 <> round(mean * 100)")
	p.none("quantiles out of order", `
		from both_forecasts where not (p2_5 <= p10 and p10 <= p25 and p25 <= p50 and p50 <= p75 and p75 <= p90 and p90 <= p97_5)`)
	p.none("half an interval, or a median without one", `
		from both_forecasts where (p2_5 is null) <> (p97_5 is null) or (p10 is null) <> (p90 is null) or (p25 is null) <> (p75 is null)
			or (p50 is null) <> (p25 is null) or p10 is null and p2_5 is not null`)
	p.none("nulls", "from both_forecasts where mean is null or status is null or provenance is distinct from 'projected'")
	p.none("years that are missing", `
		select level, item, measure, price_basis, count(*) as years from both_forecasts group by all
		having count(*) <> (select count(distinct year) from forecast_total)
			or min(year) <> (select max(year) + 1 from panel) or max(year) - min(year) + 1 <> count(*)`)
	p.near("forecast years", 5, 0, "select count(distinct year) from forecast_total")
	checkTotalCoverage(p)
	p.none("fixed and current prices of the same volume", `
		from (from forecast where measure = 'gross' and price_basis = 'fixed') as f
		full join (from forecast where measure = 'gross' and price_basis = 'current') as c using (municipality, service, age_band, year)
		where f.mean is null or c.mean is null`)
}

// checkTotalCoverage checks the published coverage of totals: shares of counted outcomes,
// of what is held against the past alone, one outcome less for each year further ahead
// (but where a total is not scored), never more than the total has scores.
func checkTotalCoverage(p *published) {
	p.t.Helper()
	const held = "(measure = 'full_year_persons' or measure = 'gross' and price_basis = 'fixed')"
	p.none("coverage of what is not held against the past", "from forecast_total where (coverage_status = 'not_measured') = "+held+" and coverage_status <> 'no_evidence'")
	p.none("coverage without outcomes, or none with them", `
		from forecast_total where (coverage_80 is null) <> (coverage_scores = 0) or (coverage_95 is null) <> (coverage_scores = 0)
			or (coverage_status = 'ok') <> (coverage_scores > 0) or (level_coverage_80 is null) <> (level_coverage_scores = 0)`)
	p.none("coverage that is no share of its outcomes", `
		from forecast_total where abs(coverage_80 * coverage_scores - round(coverage_80 * coverage_scores)) > 1e-9
			or not coverage_80 between 0 and coverage_95 or coverage_95 > 1`)
	p.none("more outcomes further ahead, or than scores", `
		from forecast_total as far join forecast_total as near using (level, item, measure, price_basis)
		where far.year = near.year + 1 and far.coverage_scores > near.coverage_scores or near.coverage_scores > near.scores`)
	p.none("levels that are not the sum of their totals", `
		select level, year, measure, price_basis from forecast_total group by all
		having sum(coverage_scores) <> max(level_coverage_scores)
			or abs(sum(coverage_80 * coverage_scores) - max(level_coverage_80 * level_coverage_scores)) > 1e-9`)
}

-- Tables that the stage panel makes besides the panel, by plain DuckDB statements after those of the panel (grants, granted, ledger,
-- shared, shares, spans, months): the panel by month, cases against the ledger, who came and left, and what the most expensive
-- persons cost. Not here: commitments, who waits, who passes an age, refusion by rule.
-- Variable: folder of the extracts. Makes bare_month, bare_reconciliation, bare_flows, bare_concentration.

-- persons and grants with an active day by month: running sums of starts and ends, a person's periods merged
create table present as
with reached as (
    select *, max(b) over (partition by municipality, service, band, person_key order by a, b rows between unbounded preceding and 1 preceding) as r
    from (
        select distinct municipality, service, band, person_key, month_number(first_day) as a, month_number(last_day) as b
        from grants where unit <> 'once'
    )
),
merged as (
    select *, sum(case when r >= a - 1 then 0 else 1 end) over (partition by municipality, service, band, person_key order by a, b rows unbounded preceding) as g
    from reached
),
periods as (
    select municipality, service, band, min(a) as a, max(b) as b from merged group by municipality, service, band, person_key, g
),
events as (
    select municipality, service, band, a as month, 1 as persons, 0 as cases from periods
    union all
    select municipality, service, band, b + 1, -1, 0 from periods
    union all
    select municipality, service, band, month_number(first_day), 0, 1 from grants where unit <> 'once'
    union all
    select municipality, service, band, month_number(last_day) + 1, 0, -1 from grants where unit <> 'once'
),
sums as (
    select municipality, service, band, month, sum(persons) as persons, sum(cases) as cases from events group by all
),
cells as (
    select municipality, service, band, min(month) as first_month, row_number() over () as cell from sums group by all
)
select
    cells.municipality, cells.service, cells.band, months.month,
    cast(sum(coalesce(persons, 0)) over w as bigint) as persons, cast(sum(coalesce(cases, 0)) over w as bigint) as cases
from cells
join months on months.month >= first_month
left join sums on sums.municipality = cells.municipality and sums.service = cells.service and sums.band = cells.band and sums.month = months.month
window w as (partition by cell order by months.month);

create table bare_month as
with money as (
    select
        municipality, service, band, month,
        sum(ore) filter (kind = 'gross') as gross, sum(ore) filter (kind = 'income') as income, sum(ore) filter (kind = 'refund') as refund
    from (select * from ledger where band is not null union all by name select * from shared)
    group by all
)
select
    municipality, service, band, month, coalesce(days, 0) as days, coalesce(cases, 0) as cases, coalesce(persons, 0) as persons,
    coalesce(priced, 0) as priced, cast(coalesce(gross, 0) as bigint) as gross, cast(coalesce(income, 0) as bigint) as income,
    cast(coalesce(refund, 0) as bigint) as refund
from granted
full join money using (municipality, service, band, month)
left join present using (municipality, service, band, month)
where days <> 0 or priced <> 0 or persons <> 0 or gross <> 0 or income <> 0 or refund <> 0;

-- gross cost by month of delivery and of posting: what has no service stands in the month of posting
create table bare_reconciliation as
with gross as (
    select
        costs.municipality, coalesce(shares.service, '') as service,
        case when shares.service is null then month_number(posting_date) else spans.month end as month, month_number(posting_date) as booked,
        case_id is null and person_key is null as aggregated,
        case
            when shares.service is null then cast(amount * 100 as bigint)
            when first_month = last_month then rounded(cast(amount * 100 as bigint) * upto, 1000000) - rounded(cast(amount * 100 as bigint) * after, 1000000)
            else
                rounded((rounded(cast(amount * 100 as bigint) * upto, 1000000) - rounded(cast(amount * 100 as bigint) * after, 1000000)) * (least(delivery_to, spans.last_day) - delivery_from + 1), delivery_to - delivery_from + 1)
                - rounded((rounded(cast(amount * 100 as bigint) * upto, 1000000) - rounded(cast(amount * 100 as bigint) * after, 1000000)) * (greatest(delivery_from, spans.first_day) - delivery_from), delivery_to - delivery_from + 1)
        end as ore
    from read_parquet(getvariable('folder') || '/costs.parquet') as costs
    left join shares on shares.account = costs.account and shares.year = year(costs.posting_date)
    join spans on first_month = month_number(delivery_from) and last_month = month_number(delivery_to)
    where kind = 'gross' and (shares.service is not null or spans.month = first_month)
),
sums as (
    select municipality, service, month, booked, cast(sum(ore) as bigint) as ore, cast(coalesce(sum(ore) filter (aggregated), 0) as bigint) as aggregated
    from gross group by all
),
moves as (
    select municipality, service, booked as month, month // 12 = booked // 12 as same, ore from sums where service <> '' and month <> booked
    union all
    select municipality, service, month, month // 12 = booked // 12 as same, -ore from sums where service <> '' and month <> booked
),
parts as (
    select municipality, service, month, sum(priced) as priced, 0 as ledger, 0 as aggregated, 0 as booked, 0 as lag, 0 as accrual from granted group by all having max(days) > 0 or max(priced) > 0
    union all
    select municipality, service, month, 0, ore, aggregated, 0, 0, 0 from sums where service <> ''
    union all
    select municipality, service, booked, 0, 0, 0, ore, 0, 0 from sums
    union all
    select municipality, service, month, 0, 0, 0, 0, case when same then ore else 0 end, case when same then 0 else ore end from moves
)
select
    municipality, service, month, cast(sum(priced) as bigint) as priced, cast(sum(ledger) as bigint) as ledger, cast(sum(booked) as bigint) as booked,
    cast(sum(lag) as bigint) as posting_lag, cast(sum(accrual) as bigint) as year_end_accrual,
    case when service = '' then cast(sum(booked) as bigint) else 0 end as unmapped, cast(sum(aggregated) as bigint) as aggregate
from parts
group by municipality, service, month;

-- a person's grants with at most 31 days between them are one stay
create table bare_flows as
with reached as (
    select *, max(last_day) over (partition by municipality, service, person_key order by first_day, last_day rows between unbounded preceding and 1 preceding) as r
    from grants where unit <> 'once'
),
numbered as (
    select *, sum(case when first_day <= r + 32 then 0 else 1 end) over (partition by municipality, service, person_key order by first_day, last_day rows unbounded preceding) as stay
    from reached
),
stays as (
    select municipality, service, min(birth_date) as birth_date, min(first_day) as first_day, max(last_day) as last_day
    from numbered group by municipality, service, person_key, stay
),
in_year as (
    select
        municipality, service, y as year,
        greatest(-1, y - year(birth_date) - cast(32 + 1 < month(birth_date) * 32 + day(birth_date) as integer)) as age,
        case when first_day >= make_date(y, 1, 1) and first_day > date '2019-01-01' then -1 else least(3, y - year(first_day) - cast(33 < month(first_day) * 32 + day(first_day) as integer)) end as duration,
        last_day <= make_date(y, 12, 31) and last_day < date '2025-06-30' as exits,
        least(last_day, make_date(y, 12, 31)) - greatest(first_day, make_date(y, 1, 1)) + 1 as days
    from stays join range(2019, 2025) as years(y) on first_day <= make_date(y, 12, 31) and last_day >= make_date(y, 1, 1)
)
select
    municipality, service, year, cast(age as bigint) as age, cast(duration as bigint) as duration, count(*) as persons, count(*) filter (exits) as exits,
    cast(coalesce(sum(days) filter (not exits), 0) as bigint) as days, cast(coalesce(sum(days) filter (exits), 0) as bigint) as exit_days
from in_year
group by all;

-- the most expensive persons of each service, committee and of all; amounts of refund schemes apart
create table bare_concentration as
with person_year as (
    select
        costs.municipality, shares.service, spans.month // 12 as year, cases.person_key,
        sum(case
            when first_month = last_month then rounded(cast(amount * 100 as bigint) * upto, 1000000) - rounded(cast(amount * 100 as bigint) * after, 1000000)
            else
                rounded((rounded(cast(amount * 100 as bigint) * upto, 1000000) - rounded(cast(amount * 100 as bigint) * after, 1000000)) * (least(delivery_to, spans.last_day) - delivery_from + 1), delivery_to - delivery_from + 1)
                - rounded((rounded(cast(amount * 100 as bigint) * upto, 1000000) - rounded(cast(amount * 100 as bigint) * after, 1000000)) * (greatest(delivery_from, spans.first_day) - delivery_from), delivery_to - delivery_from + 1)
        end) as ore
    from read_parquet(getvariable('folder') || '/costs.parquet') as costs
    join shares on shares.account = costs.account and shares.year = year(costs.posting_date)
    join spans on first_month = month_number(delivery_from) and last_month = month_number(delivery_to)
    join read_parquet(getvariable('folder') || '/cases.parquet') as cases on cases.case_id = costs.case_id
    where kind = 'gross' and spans.month // 12 between 2019 and 2024
    group by all
),
committees as (
    select service, arg_max(committee, valid_from) as committee from read_parquet(getvariable('folder') || '/services.parquet') group by service
),
persons as (
    select municipality, 'service' as level, service as item, year, person_key, ore from person_year
    union all
    select municipality, 'committee', committee, year, person_key, sum(ore) from person_year join committees using (service) where committee <> '' group by all
    union all
    select municipality, 'all', 'all', year, person_key, sum(ore) from person_year group by all
),
ranked as (
    select
        *, row_number() over (partition by municipality, level, item, year order by ore desc, person_key) as place,
        count(*) over (partition by municipality, level, item, year) as number
    from persons where ore > 0
)
select municipality, level, item, year, persons_group, count(*) as persons, cast(sum(ore) as bigint) as ore
from ranked
join (values ('linked', null, null), ('top_1', 1, null), ('top_5', 5, null), ('top_10', 10, null), ('top_1_percent', null, 1), ('top_10_percent', null, 10)) as tops(persons_group, size, percent)
    on coalesce(place <= size, place * 100 <= number * percent + 99, true)
group by all;

-- What else a run takes from the raw rows: the months in which a person or a household of a service under a refund scheme costs more than a
-- scheme's lowest amount, and refunds by scheme. By plain DuckDB statements, after those of the panel (shares, spans).
-- Variable: folder of the extracts.

create table bare_person_months as
with flagged as (
    select service, max(refund_scheme) as scheme from read_parquet(getvariable('folder') || '/services.parquet') where refund_scheme <> '' group by service
),
cells as (
    select
        cases.paying_municipality, cases.person_key, cases.household_key, cases.unit = 'once' as lump, shares.service, kind, spans.month,
        sum(amount * (upto - after) / 1000000) as kroner
    from read_parquet(getvariable('folder') || '/costs.parquet') as costs
    join shares on shares.account = costs.account and shares.year = year(costs.posting_date)
    join flagged on flagged.service = shares.service
    join spans on first_month = month_number(delivery_from) and last_month = month_number(delivery_to)
    join read_parquet(getvariable('folder') || '/cases.parquet') as cases
        on cases.case_id = costs.case_id and cases.paying_municipality = costs.municipality
    group by all
),
persons as (
    select paying_municipality, person_key, month from cells where kroner > 0 group by all having sum(kroner) > 68333
),
households as (
    select paying_municipality, household_key, month from cells where kroner > 0 and household_key is not null group by all having sum(kroner) > 68333
)
select cells.*
from cells
left join persons using (paying_municipality, person_key, month)
left join households using (paying_municipality, household_key, month)
where lump or persons.month is not null or households.month is not null;

create table bare_refunds as
select municipality, shares.service, refund_scheme, year(delivery_from) as year, sum(amount * (upto - after) / 1000000) as kroner
from read_parquet(getvariable('folder') || '/costs.parquet') as costs
join shares on shares.account = costs.account and shares.year = year(costs.posting_date)
where kind = 'refund'
group by all;

-- Volume and money of a month side by side: every cell that has either.
--
-- grain: municipality, service, band, month
-- reads: case_month, person_counts, money_month
-- year     fiscal year of the month
-- days     granted days
-- cases    grants with at least one active day
-- persons  distinct persons in the month
-- priced   price of the grants, in øre
-- gross, gross_total, income, refund  in øre

with

-- every source has a cell at most once; persons alone make none
parts as (

    select municipality, service, band, month, true as makes_cell, days, cases, 0 as persons, priced, 0 as gross, 0 as gross_total, 0 as income, 0 as refund
    from case_month
    union all
    select municipality, service, band, period as month, false as makes_cell, 0 as days, 0 as cases, persons, 0 as priced, 0 as gross, 0 as gross_total, 0 as income, 0 as refund
    from person_counts
    where scale = 'month'
    union all
    select municipality, service, band, month, true as makes_cell, 0 as days, 0 as cases, 0 as persons, 0 as priced, gross, gross_total, income, refund
    from money_month

),

cells as (

    select
        municipality,
        service,
        band,
        month,
        max(makes_cell) as makes_cell,
        cast(sum(days) as bigint) as days,
        cast(sum(cases) as bigint) as cases,
        cast(sum(persons) as bigint) as persons,
        cast(sum(priced) as bigint) as priced,
        cast(sum(gross) as bigint) as gross,
        cast(sum(gross_total) as bigint) as gross_total,
        cast(sum(income) as bigint) as income,
        cast(sum(refund) as bigint) as refund
    from parts
    group by municipality, service, band, month

)

select
    municipality,
    service,
    band,
    month,
    fiscal_year(month, $year_start) as year,
    days,
    cases,
    persons,
    priced,
    gross,
    gross_total,
    income,
    refund
from cells
where
    makes_cell
    and (days <> 0 or priced <> 0 or persons <> 0 or gross <> 0 or gross_total <> 0 or income <> 0 or refund <> 0)

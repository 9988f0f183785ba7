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

keys as (

    select municipality, service, band, month from case_month
    union
    select municipality, service, band, month from money_month

)

select
    keys.municipality,
    keys.service,
    keys.band,
    keys.month,
    fiscal_year(keys.month, $year_start) as year,
    coalesce(case_month.days, 0) as days,
    coalesce(case_month.cases, 0) as cases,
    coalesce(person_counts.persons, 0) as persons,
    coalesce(case_month.priced, 0) as priced,
    coalesce(money_month.gross, 0) as gross,
    coalesce(money_month.gross_total, 0) as gross_total,
    coalesce(money_month.income, 0) as income,
    coalesce(money_month.refund, 0) as refund
from keys
left join case_month
    on
        keys.municipality = case_month.municipality
        and keys.service = case_month.service
        and keys.band = case_month.band
        and keys.month = case_month.month
left join person_counts
    on
        person_counts.scale = 'month'
        and keys.municipality = person_counts.municipality
        and keys.service = person_counts.service
        and keys.band = person_counts.band
        and keys.month = person_counts.period
left join money_month
    on
        keys.municipality = money_month.municipality
        and keys.service = money_month.service
        and keys.band = money_month.band
        and keys.month = money_month.month
where
    case_month.days <> 0
    or case_month.priced <> 0
    or person_counts.persons <> 0
    or money_month.gross <> 0
    or money_month.gross_total <> 0
    or money_month.income <> 0
    or money_month.refund <> 0

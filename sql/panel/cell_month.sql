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
cells as (

    select
        coalesce(case_month.municipality, money_month.municipality) as municipality,
        coalesce(case_month.service, money_month.service) as service,
        coalesce(case_month.band, money_month.band) as band,
        coalesce(case_month.month, money_month.month) as month,
        coalesce(case_month.days, 0) as days,
        coalesce(case_month.cases, 0) as cases,
        coalesce(case_month.priced, 0) as priced,
        coalesce(money_month.gross, 0) as gross,
        coalesce(money_month.gross_total, 0) as gross_total,
        coalesce(money_month.income, 0) as income,
        coalesce(money_month.refund, 0) as refund
    from case_month
    full join money_month
        on
            case_month.municipality = money_month.municipality
            and case_month.service = money_month.service
            and case_month.band = money_month.band
            and case_month.month = money_month.month

),

peopled as (

    select
        cells.municipality,
        cells.service,
        cells.band,
        cells.month,
        cells.days,
        cells.cases,
        coalesce(person_counts.persons, 0) as persons,
        cells.priced,
        cells.gross,
        cells.gross_total,
        cells.income,
        cells.refund
    from cells
    left join person_counts
        on
            person_counts.scale = 'month'
            and cells.municipality = person_counts.municipality
            and cells.service = person_counts.service
            and cells.band = person_counts.band
            and cells.month = person_counts.period

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
from peopled
where days <> 0 or priced <> 0 or persons <> 0 or gross <> 0 or gross_total <> 0 or income <> 0 or refund <> 0

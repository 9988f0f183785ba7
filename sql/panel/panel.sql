-- The panel: volume, use and cost of every service by age band and complete year,
-- in current prices and in those of the price year.
--
-- grain: municipality, service, band, year
-- reads: cell_year, exposure, price_level
-- population   mean of the persons on the first day of the year and of the next; null where not known
-- usage        full-year persons per inhabitant of the band
-- unit_cost    gross per full-year person and 365 days, øre; null without volume
-- *_fixed      in prices of the price year by the service's own price level, øre; without a price index
--              equal to current prices

with

money as (

    select
        cell_year.*,
        cell_year.gross + cell_year.income as service_expenditure,
        cell_year.gross + cell_year.income + cell_year.refund as net,
        exposure.population,
        -- a service's own level, also where it does not reach the year: no other is mixed in
        case when own_level.service is null then common_level.to_fixed else own_level.to_fixed end as to_fixed
    from cell_year
    left join exposure
        on
            cell_year.municipality = exposure.municipality
            and cell_year.band = exposure.band
            and cell_year.year = exposure.year
    left join price_level as own_level
        on
            cell_year.service = own_level.service
            and cell_year.year = own_level.year
    left join price_level as common_level
        on
            common_level.service = 'all'
            and cell_year.year = common_level.year

)

select
    municipality,
    service,
    band,
    year,
    population,
    persons,
    days,
    full_year_persons,
    full_year_persons / nullif(population, 0) as usage,
    priced,
    gross,
    gross_total,
    income,
    refund,
    service_expenditure,
    net,
    cast(round(gross * to_fixed) as bigint) as gross_fixed,
    cast(round(gross_total * to_fixed) as bigint) as gross_total_fixed,
    cast(round(income * to_fixed) as bigint) as income_fixed,
    cast(round(refund * to_fixed) as bigint) as refund_fixed,
    cast(round(gross * to_fixed) as bigint) + cast(round(income * to_fixed) as bigint) as service_expenditure_fixed,
    cast(round(gross * to_fixed) as bigint)
    + cast(round(income * to_fixed) as bigint)
    + cast(round(refund * to_fixed) as bigint) as net_fixed,
    gross * coalesce(365 / nullif(cast(days as double), 0), 1 / nullif(full_year_persons, 0)) as unit_cost,
    gross * to_fixed * coalesce(365 / nullif(cast(days as double), 0), 1 / nullif(full_year_persons, 0)) as unit_cost_fixed,
    gross_total * coalesce(365 / nullif(cast(days as double), 0), 1 / nullif(full_year_persons, 0)) as unit_cost_total
from money

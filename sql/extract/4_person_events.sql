-- Starts and ends of persons' periods of a service, by month and by year. A
-- person with several grants of one service counts once: periods that touch or
-- overlap, in whole months (or years), are first merged into one.
--
-- grain: scale, municipality, service, band, period
-- reads: grants
-- scale    month or year
-- period   months since year 0, or the fiscal year
-- persons  persons whose period begins, less persons whose period ended before

with

spans as (

    select distinct
        'month' as scale,
        municipality,
        service,
        band,
        person,
        month_of(first_day) as first_period,
        month_of(last_day) as last_period
    from grants
    where unit <> 'once'
    union all
    select distinct
        'year' as scale,
        municipality,
        service,
        band,
        person,
        fiscal_year(month_of(first_day), $year_start) as first_period,
        fiscal_year(month_of(last_day), $year_start) as last_period
    from grants
    where unit <> 'once'

),

reached as (

    select
        scale,
        municipality,
        service,
        band,
        person,
        first_period,
        last_period,
        max(last_period) over (
            partition by scale, municipality, service, band, person
            order by first_period, last_period
            rows between unbounded preceding and 1 preceding
        ) as reached_before
    from spans

),

numbered as (

    select
        scale,
        municipality,
        service,
        band,
        person,
        first_period,
        last_period,
        sum(case when reached_before >= first_period - 1 then 0 else 1 end) over (
            partition by scale, municipality, service, band, person
            order by first_period, last_period
            rows unbounded preceding
        ) as merged
    from reached

),

periods as (

    select
        scale,
        municipality,
        service,
        band,
        min(first_period) as first_period,
        max(last_period) as last_period
    from numbered
    group by scale, municipality, service, band, person, merged

),

events as (

    select scale, municipality, service, band, first_period as period, 1 as persons
    from periods
    union all
    select scale, municipality, service, band, last_period + 1 as period, -1 as persons
    from periods

)

select
    scale,
    municipality,
    service,
    band,
    period,
    cast(sum(persons) as bigint) as persons
from events
group by scale, municipality, service, band, period

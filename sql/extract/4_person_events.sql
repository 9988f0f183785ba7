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
        municipality,
        service,
        band,
        person,
        month_of(first_day) as first_month,
        month_of(last_day) as last_month
    from grants
    where unit <> 'once'

),

reached as (

    select
        municipality,
        service,
        band,
        person,
        first_month,
        last_month,
        max(last_month) over (
            partition by municipality, service, band, person
            order by first_month, last_month
            rows between unbounded preceding and 1 preceding
        ) as reached_before
    from spans

),

numbered as (

    select
        municipality,
        service,
        band,
        person,
        first_month,
        last_month,
        sum(case when reached_before >= first_month - 1 then 0 else 1 end) over (
            partition by municipality, service, band, person
            order by first_month, last_month
            rows unbounded preceding
        ) as merged
    from reached

),

periods as (

    select
        municipality,
        service,
        band,
        person,
        min(first_month) as first_month,
        max(last_month) as last_month
    from numbered
    group by municipality, service, band, person, merged

),

-- years of a period that an earlier one of the person has not had: a period that begins
-- and ends in the year in which the one before ended has none
yearly as (

    select
        municipality,
        service,
        band,
        fiscal_year(first_month, $year_start) as first_year,
        fiscal_year(last_month, $year_start) as last_year,
        fiscal_year(
            max(last_month) over (
                partition by municipality, service, band, person
                order by first_month
                rows between unbounded preceding and 1 preceding
            ),
            $year_start
        ) as had_year
    from periods

),

events as (

    select 'month' as scale, municipality, service, band, first_month as period, 1 as persons
    from periods
    union all
    select 'month' as scale, municipality, service, band, last_month + 1 as period, -1 as persons
    from periods
    union all
    select 'year' as scale, municipality, service, band, case when had_year >= first_year then had_year + 1 else first_year end as period, 1 as persons
    from yearly
    where had_year is null or last_year > had_year
    union all
    select 'year' as scale, municipality, service, band, last_year + 1 as period, -1 as persons
    from yearly
    where had_year is null or last_year > had_year

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

-- Persons with at least one active day, by month and by fiscal year: the running
-- sum of persons' merged periods.
--
-- grain: scale, municipality, service, band, period
-- reads: person_events, months
-- persons  distinct persons in the cell

with

periods as (

    select 'month' as scale, month as period from months
    union all
    select distinct 'year' as scale, year as period from months

),

cells as (

    select scale, municipality, service, band, min(period) as first_period
    from person_events
    group by scale, municipality, service, band

),

running as (

    select
        cells.scale,
        cells.municipality,
        cells.service,
        cells.band,
        periods.period,
        sum(coalesce(events.persons, 0)) over (
            partition by cells.scale, cells.municipality, cells.service, cells.band order by periods.period
        ) as persons
    from cells
    inner join periods
        on
            cells.scale = periods.scale
            and periods.period >= cells.first_period
    left join person_events as events
        on
            cells.scale = events.scale
            and cells.municipality = events.municipality
            and cells.service = events.service
            and cells.band = events.band
            and periods.period = events.period

)

select
    scale,
    municipality,
    service,
    band,
    period,
    cast(persons as bigint) as persons
from running
where persons <> 0

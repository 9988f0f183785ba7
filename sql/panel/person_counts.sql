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

-- sorting by a number is several times as fast as by four names
cells as (

    select
        scale,
        municipality,
        service,
        band,
        min(period) as first_period,
        row_number() over (order by scale, municipality, service, band) as cell
    from person_events
    group by scale, municipality, service, band

),

events as (

    select cells.cell, person_events.period, person_events.persons
    from person_events
    inner join cells
        on
            person_events.scale = cells.scale
            and person_events.municipality = cells.municipality
            and person_events.service = cells.service
            and person_events.band = cells.band

),

running as (

    select
        cells.cell,
        periods.period,
        sum(coalesce(events.persons, 0)) over (partition by cells.cell order by periods.period) as persons
    from cells
    inner join periods
        on
            cells.scale = periods.scale
            and periods.period >= cells.first_period
    left join events
        on
            cells.cell = events.cell
            and periods.period = events.period

)

select
    cells.scale,
    cells.municipality,
    cells.service,
    cells.band,
    running.period,
    cast(running.persons as bigint) as persons
from running
inner join cells
    on running.cell = cells.cell
where running.persons <> 0

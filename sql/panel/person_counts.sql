-- Persons with at least one active day, by month and by fiscal year: the running
-- sum of persons' merged periods.
--
-- grain: scale, municipality, service, band, period
-- reads: person_events, months
-- persons  distinct persons in the cell

with

last_periods as (

    select 'month' as scale, max(month) as last_period from months
    union all
    select 'year' as scale, max(year) as last_period from months

),

-- sorting by a number is several times as fast as by four names
cells as (

    select
        scale,
        municipality,
        service,
        band,
        row_id() as cell
    from person_events
    group by scale, municipality, service, band

),

-- what holds after an event holds until the next of its cell
running as (

    select
        cells.cell,
        person_events.period,
        lead(person_events.period, 1, last_periods.last_period + 1)
            over (partition by cells.cell order by person_events.period) as next_period,
        sum(person_events.persons) over (partition by cells.cell order by person_events.period) as persons
    from person_events
    inner join cells
        on
            person_events.scale = cells.scale
            and person_events.municipality = cells.municipality
            and person_events.service = cells.service
            and person_events.band = cells.band
    inner join last_periods
        on person_events.scale = last_periods.scale
    where person_events.period <= last_periods.last_period

),

-- the periods of each span between two events: joins by equality alone
spans as (

    select found.period as event_period, found.next_period, all_periods.period
    from (select distinct period, next_period from running) as found
    inner join (select month as period from months union select year as period from months) as all_periods
        on
            all_periods.period >= found.period
            and all_periods.period < found.next_period

)

select
    cells.scale,
    cells.municipality,
    cells.service,
    cells.band,
    spans.period,
    cast(running.persons as bigint) as persons
from running
inner join spans
    on
        running.period = spans.event_period
        and running.next_period = spans.next_period
inner join cells
    on running.cell = cells.cell
where running.persons <> 0

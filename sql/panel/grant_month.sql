-- Granted days and their price by month: the running sum of starts and ends. A
-- month's days are the grants active at its start x its length, plus what starts
-- and ends within it add and take away. Its cases are those active at its start and
-- those that start in it, also where they end within it. The price is exact in hundredths of an
-- øre until it is rounded once, half away from zero: weeks / 7 per day, months /
-- days of the month per day.
--
-- grain: committed, municipality, service, band, month
-- reads: grant_events, months
-- committed  after the as-of date: decided and still to be delivered
-- days    granted days, of all grants
-- cases   grants with at least one active day
-- priced  price of the grants, in øre

with

-- sorting by a number is several times as fast as by four names
cells as (

    select
        committed,
        municipality,
        service,
        band,
        row_id() as cell
    from grant_events
    group by committed, municipality, service, band

),

events as (

    select
        cells.cell,
        grant_events.month,
        grant_events.active,
        grant_events.ended,
        grant_events.rem,
        grant_events.week_price,
        grant_events.week_rem,
        grant_events.month_price,
        grant_events.month_rem,
        grant_events.once
    from grant_events
    inner join cells
        on
            grant_events.committed = cells.committed
            and grant_events.municipality = cells.municipality
            and grant_events.service = cells.service
            and grant_events.band = cells.band

),

-- what holds after an event holds until the next of its cell
running as (

    select
        *,
        lead(month, 1, $until_month + 1) over (partition by cell order by month) as next_month,
        cast(sum(active) over until_now as bigint) as active_after,
        cast(sum(week_price) over until_now as bigint) as week_price_after,
        cast(sum(month_price) over until_now as bigint) as month_price_after
    from events
    where month <= $until_month
    window until_now as (partition by cell order by month rows unbounded preceding)

),

-- the months of each span between two events: joins by equality alone
spans as (

    select found.month as event_month, found.next_month, months.month, months.days as month_length
    from (select distinct month, next_month from running) as found
    inner join months
        on
            months.month >= found.month
            and months.month < found.next_month

),

summed as (

    select
        running.cell,
        spans.month,
        spans.month_length,
        case
            when spans.month = running.month then (running.active_after - running.active) * spans.month_length + running.rem
            else running.active_after * spans.month_length
        end as days,
        case
            when spans.month = running.month then running.active_after + running.ended
            else running.active_after
        end as cases,
        case
            when spans.month = running.month then (running.week_price_after - running.week_price) * spans.month_length + running.week_rem
            else running.week_price_after * spans.month_length
        end as week_sum,
        case
            when spans.month = running.month then (running.month_price_after - running.month_price) * spans.month_length + running.month_rem
            else running.month_price_after * spans.month_length
        end as month_sum,
        case when spans.month = running.month then running.once else 0 end as once_sum
    from running
    inner join spans
        on
            running.month = spans.event_month
            and running.next_month = spans.next_month
    where
        spans.month = running.month
        or running.active_after <> 0
        or running.week_price_after <> 0
        or running.month_price_after <> 0

),

-- the numerator once: rounding names it several times
valued as (

    select
        cell,
        month,
        days,
        cases,
        month_length * cast(week_sum as hugeint) + 7 * cast(month_sum as hugeint) + 7 * month_length * cast(once_sum as hugeint) as numerator,
        7 * month_length * 100 as denominator
    from summed
    where days <> 0 or week_sum <> 0 or month_sum <> 0 or once_sum <> 0

)

select
    cells.committed,
    cells.municipality,
    cells.service,
    cells.band,
    valued.month,
    valued.days,
    valued.cases,
    cast(div_round(valued.numerator, valued.denominator) as bigint) as priced
from valued
inner join cells
    on valued.cell = cells.cell

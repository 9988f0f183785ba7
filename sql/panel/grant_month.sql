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
        min(month) as first_month,
        row_number() over (order by committed, municipality, service, band) as cell
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

dense as (

    select
        cells.cell,
        months.month,
        months.days as month_length,
        coalesce(events.active, 0) as active,
        coalesce(events.ended, 0) as ended,
        coalesce(events.rem, 0) as rem,
        coalesce(events.week_price, 0) as week_price,
        coalesce(events.week_rem, 0) as week_rem,
        coalesce(events.month_price, 0) as month_price,
        coalesce(events.month_rem, 0) as month_rem,
        coalesce(events.once, 0) as once
    from cells
    inner join months
        on
            months.month >= cells.first_month
            and months.month <= $until_month
    left join events
        on
            cells.cell = events.cell
            and months.month = events.month

),

running as (

    select
        *,
        sum(active) over before_month as active_before,
        sum(week_price) over before_month as week_price_before,
        sum(month_price) over before_month as month_price_before
    from dense
    window before_month as (partition by cell order by month rows between unbounded preceding and 1 preceding)

),

summed as (

    select
        cell,
        month,
        month_length,
        cast(coalesce(active_before, 0) * month_length + rem as bigint) as days,
        cast(coalesce(active_before, 0) + active + ended as bigint) as cases,
        cast(coalesce(week_price_before, 0) * month_length + week_rem as hugeint) as week_sum,
        cast(coalesce(month_price_before, 0) * month_length + month_rem as hugeint) as month_sum,
        cast(once as hugeint) as once_sum
    from running

),

-- the numerator once: rounding names it several times
valued as (

    select
        cell,
        month,
        days,
        cases,
        month_length * week_sum + 7 * month_sum + 7 * month_length * once_sum as numerator,
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

-- Starts and ends of grants by month: all that is needed to know, for any month,
-- how many days were granted and at what price. A start on day d gives its month
-- rem = (days from d to the end of the month) days and each later month all of
-- its days; an end on the day after the last takes the same away. Weekly and
-- monthly prices are kept apart, since a month's price is divided by its days.
--
-- grain: committed, municipality, service, band, month
-- reads: grants, commitments
-- committed    days after the as-of date: decided and still to be delivered
-- month        months since year 0
-- active       starts less ends
-- ended        ends within the month: last days that are not the last of the month before
-- rem          days to the end of the month, of starts less ends
-- week_price   price of a week of grants by day and hour, starts less ends (øre / 100)
-- week_rem     the same x days to the end of the month
-- month_price  price of a month of grants by month, starts less ends (øre / 100)
-- month_rem    the same x days to the end of the month
-- once         price of grants given once, in the month they start (øre / 100)
-- Eight bytes hold 92 thousand billion kroner x days; more is an error, as it is of one price.

with

periods as (

    select false as committed, municipality, service, band, unit, price, first_day, last_day from grants
    union all
    select true as committed, municipality, service, band, unit, price, first_day, last_day from commitments

),

events as (

    select committed, municipality, service, band, unit, price, first_day as event_day, 1 as sign
    from periods
    union all
    select committed, municipality, service, band, unit, price, add_days(last_day, 1) as event_day, -1 as sign
    from periods
    where unit <> 'once'

),

placed as (

    select
        committed,
        municipality,
        service,
        band,
        unit,
        price,
        sign,
        month_of(event_day) as month,
        case when sign = -1 and event_day > month_first(month_of(event_day)) then 1 else 0 end as ended,
        days_from(event_day, month_first(month_of(event_day) + 1)) as rem
    from events

)

select
    committed,
    municipality,
    service,
    band,
    month,
    cast(coalesce(sum(sign) filter (where unit <> 'once'), 0) as bigint) as active,
    cast(coalesce(sum(ended), 0) as bigint) as ended,
    cast(coalesce(sum(sign * rem) filter (where unit <> 'once'), 0) as bigint) as rem,
    cast(coalesce(sum(sign * price) filter (where unit in ('day', 'hour')), 0) as bigint) as week_price,
    cast(coalesce(sum(sign * rem * price) filter (where unit in ('day', 'hour')), 0) as bigint) as week_rem,
    cast(coalesce(sum(sign * price) filter (where unit = 'month'), 0) as bigint) as month_price,
    cast(coalesce(sum(sign * rem * price) filter (where unit = 'month'), 0) as bigint) as month_rem,
    cast(coalesce(sum(price) filter (where unit = 'once'), 0) as bigint) as once
from placed
group by committed, municipality, service, band, month

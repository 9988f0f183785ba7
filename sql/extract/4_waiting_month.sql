-- What those who wait for a service would cost by month, before rounding.
--
-- grain: kind, municipality, service, band, month
-- reads: waiting, months
-- month         months since year 0
-- month_length  days of the month
-- week_sum      price of a week x days, of grants by day and hour (øre / 100)
-- month_sum     price of a month x days, of grants by month (øre / 100)
-- once_sum      price of grants given once (øre / 100)

with

days as (

    select
        waiting.kind,
        waiting.municipality,
        waiting.service,
        waiting.band,
        waiting.unit,
        waiting.price,
        months.month,
        months.days as month_length,
        days_from(greatest(waiting.first_day, months.first_day), least(waiting.last_day, months.last_day)) + 1 as days
    from waiting
    inner join months
        on
            months.month >= month_of(waiting.first_day)
            and months.month <= month_of(waiting.last_day)

)

select
    kind,
    municipality,
    service,
    band,
    month,
    month_length,
    cast(coalesce(sum(price * days) filter (where unit in ('day', 'hour')), 0) as decimal(38, 0)) as week_sum,
    cast(coalesce(sum(price * days) filter (where unit = 'month'), 0) as decimal(38, 0)) as month_sum,
    cast(coalesce(sum(price) filter (where unit = 'once'), 0) as decimal(38, 0)) as once_sum
from days
group by kind, municipality, service, band, month, month_length

-- Those who wait for a service, by year in which they would have it. The price is
-- rounded by band and month, as that of all grants.
--
-- grain: kind, municipality, service, year
-- reads: waiting_count, waiting_month, years_open
-- kind     granted (granted not started) or applied
-- ore      price of the year's days, in øre

with

priced as (

    select
        waiting_month.kind,
        waiting_month.municipality,
        waiting_month.service,
        years_open.year,
        sum(
            div_round(
                waiting_month.month_length * cast(waiting_month.week_sum as hugeint)
                + 7 * cast(waiting_month.month_sum as hugeint)
                + 7 * waiting_month.month_length * cast(waiting_month.once_sum as hugeint),
                7 * waiting_month.month_length * 100
            )
        ) as ore
    from waiting_month
    inner join years_open
        on
            waiting_month.month >= years_open.first_month
            and waiting_month.month <= years_open.last_month
    group by waiting_month.kind, waiting_month.municipality, waiting_month.service, years_open.year

)

select
    waiting_count.kind,
    waiting_count.municipality,
    waiting_count.service,
    waiting_count.year,
    waiting_count.grants,
    waiting_count.persons,
    cast(coalesce(priced.ore, 0) as bigint) as ore
from waiting_count
left join priced
    on
        waiting_count.kind = priced.kind
        and waiting_count.municipality = priced.municipality
        and waiting_count.service = priced.service
        and waiting_count.year = priced.year
order by waiting_count.kind, waiting_count.municipality, waiting_count.service, waiting_count.year

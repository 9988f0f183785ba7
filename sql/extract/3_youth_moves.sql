-- What persons who turned 18 came to get that they had not on the as-of day of the
-- origin year, in years that are over: new services from the 18th birthday on.
--
-- grain: origin, year, service_from, service
-- reads: cases, youths, youth_services
-- service_from  service that they had
-- service       new service
-- persons       distinct persons who got it in the year
-- week_sum      price of a week x days of the year, of grants by day and hour (øre / 100)
-- month_sum     price of a month x days of the year, of grants by month (øre / 100)
-- once_sum      price of grants given once (øre / 100)

with

moves as (

    select
        youths.origin,
        youths.year,
        youths.service as service_from,
        cases.service,
        youths.municipality,
        youths.person_key,
        cases.unit,
        cast(cases.quantity * 100 as bigint) * cast(cases.unit_price * 100 as bigint) as price,
        greatest(cases.start_date, youths.grown, youths.first_day) as first_day,
        least(
            youths.last_day,
            case when cases.unit = 'once' then cases.start_date else coalesce(cases.end_date, youths.last_day) end,
            case
                when cases.status = 'cancelled' then add_days(coalesce(cases.cancelled_at, cases.start_date), -1)
                else youths.last_day
            end
        ) as last_day
    from youths
    inner join cases
        on
            youths.person_key = cases.person_key
            and youths.municipality = cases.paying_municipality
    left join youth_services as had
        on
            youths.origin = had.origin
            and youths.year = had.year
            and youths.municipality = had.municipality
            and youths.person_key = had.person_key
            and cases.service = had.service
    where
        had.person_key is null
        and youths.last_day <= $as_of
        and cases.start_date > youths.as_of
        and coalesce(cases.registered_at, cases.decision_date, cases.start_date) <= $as_of
        and coalesce(cases.status, 'granted') <> 'applied'

),

priced as (

    select
        origin,
        year,
        service_from,
        service,
        municipality,
        person_key,
        unit,
        price,
        days_from(first_day, last_day) + 1 as days
    from moves
    where first_day <= last_day

)

select
    origin,
    year,
    service_from,
    service,
    cast(count(distinct municipality || ' ' || person_key) as bigint) as persons,
    cast(coalesce(sum(price * days) filter (where unit in ('day', 'hour')), 0) as decimal(38, 0)) as week_sum,
    cast(coalesce(sum(price * days) filter (where unit = 'month'), 0) as decimal(38, 0)) as month_sum,
    cast(coalesce(sum(price) filter (where unit = 'once'), 0) as decimal(38, 0)) as once_sum
from priced
group by origin, year, service_from, service

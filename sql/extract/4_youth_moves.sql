-- What persons who turned 18 came to get that they had not on the as-of day of the
-- origin year, in years that are over: new services from the 18th birthday on.
--
-- grain: origin, year, service_from, service
-- reads: youths, youth_starts
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
        starts.service,
        youths.municipality,
        youths.person_key,
        starts.unit,
        starts.price,
        greatest(starts.start_date, youths.grown, youths.first_day) as first_day,
        least(
            youths.last_day,
            case when starts.unit = 'once' then starts.start_date else coalesce(starts.end_date, youths.last_day) end,
            coalesce(add_days(starts.cancelled_on, -1), youths.last_day)
        ) as last_day
    from youths
    inner join youth_starts as starts
        on
            youths.origin = starts.origin
            and youths.year = starts.year
            and youths.municipality = starts.municipality
            and youths.person_key = starts.person_key
    where
        youths.last_day <= $as_of
        and starts.known_on <= $as_of
        and not starts.applied

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

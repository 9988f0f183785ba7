-- What has not begun by $as_of for persons who wait for it: grants that start later
-- (granted not started) and applications that are not decided (applied). A person who
-- has the service on $as_of does not wait for it: a grant that goes on from the one of
-- today is no new one. An application counts from the day it was registered, for the
-- period that it asks for, but no day until $as_of.
--
-- view: reads raw rows, is never stored
-- grain: kind, case_id, band
-- reads: cases, known_grants
-- kind       granted or applied
-- band       of a grant as in known_grants; all for an application
-- price      as in known_grants
-- first_day  first day, after $as_of
-- last_day   last day, at most $until

with

having_it as (

    select distinct municipality, service, person_key
    from known_grants
    where
        unit <> 'once'
        and first_day <= $as_of
        and last_day >= $as_of

),

later as (

    select 'granted' as kind, case_id, person_key, municipality, service, band, unit, price, first_day, last_day
    from known_grants
    where first_day > $as_of
    union all
    select
        'applied' as kind,
        case_id,
        person_key,
        paying_municipality as municipality,
        service,
        'all' as band,
        unit,
        cast(quantity * 100 as bigint) * cast(unit_price * 100 as bigint) as price,
        greatest(start_date, add_days($as_of, 1)) as first_day,
        case
            when unit = 'once' then greatest(start_date, add_days($as_of, 1))
            else least(coalesce(end_date, $until), $until)
        end as last_day
    from cases
    where
        status = 'applied'
        and coalesce(registered_at, decision_date, start_date) <= $as_of

)

select
    later.kind,
    later.case_id,
    later.person_key,
    later.municipality,
    later.service,
    later.band,
    later.unit,
    later.price,
    later.first_day,
    later.last_day
from later
left join having_it
    on
        later.municipality = having_it.municipality
        and later.service = having_it.service
        and later.person_key = having_it.person_key
where
    having_it.person_key is null
    and later.first_day <= later.last_day
    and later.first_day <= $until

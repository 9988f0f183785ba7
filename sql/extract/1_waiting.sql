-- What has not begun by $as_of for persons who wait for it: grants that start later
-- (granted not started) and applications that are not decided (applied), cut where the
-- person passes an age band. A person who has the service on $as_of does not wait for
-- it: a grant that goes on from the one of today is no new one. An application counts
-- from the day it was registered, for the period that it asks for, but no day until
-- $as_of.
--
-- grain: kind, case_id, band
-- reads: cases, bands
-- kind       granted or applied
-- price      as in known_grants
-- first_day  first day in the band, after $as_of
-- last_day   last day in the band, at most $until

with

later as (

    select
        case when status = 'applied' then 'applied' else 'granted' end as kind,
        case_id,
        person_key,
        paying_municipality as municipality,
        service,
        birth_date,
        unit,
        cast(quantity * 100 as bigint) * cast(unit_price * 100 as bigint) as price,
        greatest(start_date, add_days(cast($as_of as date), 1)) as first_date,
        least(
            case when unit = 'once' then greatest(start_date, add_days(cast($as_of as date), 1)) else coalesce(end_date, cast($until as date)) end,
            cast($until as date)
        ) as last_date
    from cases
    where
        coalesce(registered_at, decision_date, start_date) <= $as_of
        and (status = 'applied' or start_date > $as_of)
        and (coalesce(status, 'granted') <> 'cancelled' or coalesce(cancelled_at, $as_of) > $as_of)

),

having_it as (

    select distinct later.municipality, later.service, later.person_key
    from later
    inner join cases
        on
            later.person_key = cases.person_key
            and later.service = cases.service
            and later.municipality = cases.paying_municipality
    where
        cases.unit <> 'once'
        and coalesce(cases.status, 'granted') <> 'applied'
        and coalesce(cases.registered_at, cases.decision_date, cases.start_date) <= $as_of
        and cases.start_date <= $as_of
        and coalesce(cases.end_date, $as_of) >= $as_of
        and (coalesce(cases.status, 'granted') <> 'cancelled' or coalesce(cases.cancelled_at, $as_of) > $as_of)

)

select
    later.kind,
    later.case_id,
    later.person_key,
    later.municipality,
    later.service,
    bands.band,
    later.unit,
    later.price,
    greatest(later.first_date, birthday(later.birth_date, bands.age_from)) as first_day,
    least(later.last_date, add_days(birthday(later.birth_date, bands.age_to + 1), -1)) as last_day
from later
inner join bands
    on
        later.last_date >= birthday(later.birth_date, bands.age_from)
        and later.first_date < birthday(later.birth_date, bands.age_to + 1)
left join having_it
    on
        later.municipality = having_it.municipality
        and later.service = having_it.service
        and later.person_key = having_it.person_key
where
    having_it.person_key is null
    and later.first_date <= later.last_date

-- What has not begun by $as_of for persons who wait for it: grants that start later
-- (granted not started) and applications that are not decided (applied), by age band. A
-- person who has the service on $as_of does not wait for it: a grant that goes on from the
-- one of today is no new one.
--
-- grain: kind, case_id, band
-- reads: banded_grants, cases
-- kind       granted or applied
-- price      as in banded_grants
-- first_day  first day in the band, after $as_of
-- last_day   last day in the band, also those still to come

with

later as (

    select
        case when applied then 'applied' else 'granted' end as kind,
        case_id,
        person_key,
        municipality,
        service,
        band,
        unit,
        price,
        first_day,
        last_day
    from banded_grants
    where start_date > $as_of

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
where having_it.person_key is null

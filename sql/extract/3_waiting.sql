-- What has not begun by $as_of for persons who wait for it: grants that start later
-- (granted not started) and applications that are not decided (applied), by age band. A
-- person who has the service on $as_of does not wait for it: a grant that goes on from the
-- one of today is no new one.
--
-- grain: kind, number, band
-- reads: banded_grants, case_numbers
-- kind       granted or applied
-- price      as in banded_grants
-- first_day  first day in the band, after $as_of
-- last_day   last day in the band, also those still to come

with

later as (

    select
        case when applied then 'applied' else 'granted' end as kind,
        number,
        person,
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

    select distinct later.municipality, later.service, later.person
    from later
    inner join case_numbers as cases
        on
            later.person = cases.person
            and later.service = cases.service
            and later.municipality = cases.municipality
    where
        not cases.lump
        and coalesce(cases.status, 'granted') <> 'applied'
        and cases.known_on <= $as_of
        and cases.start_date <= $as_of
        and coalesce(cases.end_date, $as_of) >= $as_of
        and (coalesce(cases.status, 'granted') <> 'cancelled' or coalesce(cases.cancelled_at, $as_of) > $as_of)

)

select
    later.kind,
    later.number,
    later.person,
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
        and later.person = having_it.person
where having_it.person is null

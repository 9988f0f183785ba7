-- What begins after the as-of day of an origin year for persons who turn 18 and have a
-- service on that day (youth_services): grants and applications of services that they have
-- not, whenever they became known. What was cancelled on an unknown day never counts.
--
-- grain: origin, year, case_id
-- reads: cases, youth_services
-- origin, year, as_of, grown, first_day, last_day  as in youth_services
-- price         as in banded_grants
-- known_on      day from which it is known
-- cancelled_on  first day on which it does not count; null where it was not cancelled

with

persons as (

    select distinct
        origin,
        year,
        as_of,
        first_day,
        last_day,
        municipality,
        person_key,
        grown
    from youth_services

)

select
    persons.origin,
    persons.year,
    persons.as_of,
    persons.first_day,
    persons.last_day,
    persons.grown,
    persons.municipality,
    persons.person_key,
    cases.case_id,
    cases.service,
    cases.unit,
    cast(cases.quantity * 100 as bigint) * cast(cases.unit_price * 100 as bigint) as price,
    coalesce(cases.status, 'granted') = 'applied' as applied,
    cases.start_date,
    cases.end_date,
    coalesce(cases.registered_at, cases.decision_date, cases.start_date) as known_on,
    case when cases.status = 'cancelled' then cases.cancelled_at end as cancelled_on
from persons
inner join cases
    on
        persons.person_key = cases.person_key
        and persons.municipality = cases.paying_municipality
left join youth_services as had
    on
        persons.origin = had.origin
        and persons.year = had.year
        and persons.municipality = had.municipality
        and persons.person_key = had.person_key
        and cases.service = had.service
where
    had.person_key is null
    and cases.start_date > persons.as_of
    and (coalesce(cases.status, 'granted') <> 'cancelled' or cases.cancelled_at is not null)

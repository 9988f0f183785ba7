-- Persons who turn 18 after the as-of day of an origin year, each in the one service
-- that cost most, and for whom nothing new is granted or applied for yet that reaches
-- past the birthday: what comes after 18 is still to be decided.
--
-- grain: origin, year, municipality, person_key
-- reads: cases, youth_services
-- origin, year, grown, first_day, last_day  as in youth_services

with

ranked as (

    select
        origin,
        year,
        as_of,
        first_day,
        last_day,
        municipality,
        service,
        person_key,
        grown,
        row_number() over (
            partition by origin, year, municipality, person_key
            order by price desc nulls last, service, case_id
        ) as place
    from youth_services

),

decided as (

    select distinct
        youth_services.origin,
        youth_services.year,
        youth_services.municipality,
        youth_services.person_key
    from youth_services
    inner join cases
        on
            youth_services.person_key = cases.person_key
            and youth_services.municipality = cases.paying_municipality
    left join youth_services as had
        on
            youth_services.origin = had.origin
            and youth_services.year = had.year
            and youth_services.municipality = had.municipality
            and youth_services.person_key = had.person_key
            and cases.service = had.service
    where
        had.person_key is null
        and cases.start_date > youth_services.as_of
        and coalesce(cases.registered_at, cases.decision_date, cases.start_date) <= youth_services.as_of
        and coalesce(cases.end_date, youth_services.grown) >= youth_services.grown
        and (coalesce(cases.status, 'granted') <> 'cancelled' or coalesce(cases.cancelled_at, cases.start_date) > youth_services.as_of)

)

select
    ranked.origin,
    ranked.year,
    ranked.as_of,
    ranked.first_day,
    ranked.last_day,
    ranked.municipality,
    ranked.service,
    ranked.person_key,
    ranked.grown
from ranked
left join decided
    on
        ranked.origin = decided.origin
        and ranked.year = decided.year
        and ranked.municipality = decided.municipality
        and ranked.person_key = decided.person_key
where
    ranked.place = 1
    and decided.person_key is null

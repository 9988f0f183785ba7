-- Persons who turn 18 after the as-of day of an origin year, each in the one service
-- that cost most, and for whom nothing new is granted or applied for yet that reaches
-- past the birthday: what comes after 18 is still to be decided.
--
-- grain: origin, year, municipality, person_key
-- reads: youth_services, youth_starts
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

    select distinct origin, year, municipality, person_key
    from youth_starts
    where
        known_on <= as_of
        and coalesce(end_date, grown) >= grown
        and (cancelled_on is null or cancelled_on > as_of)

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

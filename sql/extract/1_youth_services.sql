-- Services that persons had on the as-of day of each origin year and who turn 18 after
-- it, at the latest in the year looked at: as known on that day.
--
-- grain: origin, year, case_id
-- reads: cases, years_ahead
-- origin    year that the as-of day lies in
-- year      the year looked at: the origin year or the next
-- grown     18th birthday
-- price     about what a week costs, to tell which service of a person is the dearest:
--           a month counts as 52 / 12 weeks

with

young as (

    select
        case_id,
        person_key,
        paying_municipality as municipality,
        service,
        birthday(birth_date, 18) as grown,
        cast(quantity * 100 as bigint) * cast(unit_price * 100 as bigint) * case when unit = 'month' then 12 else 52 end as price,
        start_date,
        end_date,
        coalesce(registered_at, decision_date, start_date) as known_on,
        case when status = 'cancelled' then coalesce(cancelled_at, start_date) end as cancelled_on
    from cases
    where
        unit <> 'once'
        and coalesce(status, 'granted') <> 'applied'
        and birthday(birth_date, 18) > (select min(as_of) from years_ahead)

)

select
    years_ahead.origin,
    years_ahead.year,
    years_ahead.as_of,
    years_ahead.first_day,
    years_ahead.last_day,
    young.municipality,
    young.service,
    young.case_id,
    young.person_key,
    young.grown,
    young.price
from young
inner join years_ahead
    on
        young.start_date <= years_ahead.as_of
        and young.known_on <= years_ahead.as_of
        and young.grown > years_ahead.as_of
        and young.grown <= years_ahead.last_day
where
    coalesce(young.end_date, years_ahead.as_of) >= years_ahead.as_of
    and (young.cancelled_on is null or young.cancelled_on > years_ahead.as_of)

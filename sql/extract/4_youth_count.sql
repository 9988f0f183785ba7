-- Persons who turn 18, for whom what comes after is still to be decided, by the service
-- that they have.
--
-- grain: origin, year, municipality, service
-- reads: youths
-- persons  persons who turn 18 after the as-of day of the origin year, at the latest in the year
-- days     days of the year from their 18th birthdays on

select
    origin,
    year,
    municipality,
    service,
    cast(count(*) as bigint) as persons,
    cast(sum(days_from(greatest(grown, first_day), last_day) + 1) as bigint) as days
from youths
group by origin, year, municipality, service

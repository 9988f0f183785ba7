-- Persons who turn 18, for whom what comes after is still to be decided.
--
-- grain: origin, year, municipality, service
-- reads: youth_count

select
    origin,
    year,
    municipality,
    service,
    persons,
    days
from youth_count
order by origin, year, municipality, service

-- What persons who turned 18 came to get, in øre of the year. A month's price counts for
-- 365.25 / 12 days, as in granted_past.
--
-- grain: origin, year, service_from, service
-- reads: youth_moves

select
    origin,
    year,
    service_from,
    service,
    persons,
    cast(
        div_round(
            487 * cast(week_sum as hugeint) + 112 * cast(month_sum as hugeint) + 3409 * cast(once_sum as hugeint), 340900
        ) as bigint
    ) as ore
from youth_moves
order by origin, year, service_from, service

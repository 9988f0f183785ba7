-- The price of each year's grants as known at the same place in the year, in øre. A
-- month's price counts for 365.25 / 12 days.
--
-- grain: municipality, service, year
-- reads: granted_past

select
    municipality,
    service,
    year,
    cast(
        div_round(
            487 * cast(week_sum as hugeint) + 112 * cast(month_sum as hugeint) + 3409 * cast(once_sum as hugeint), 340900
        ) as bigint
    ) as ore
from granted_past
order by municipality, service, year

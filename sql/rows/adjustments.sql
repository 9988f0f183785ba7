-- Manual corrections of the forecast, money in øre.
--
-- grain: service, year, author, reason
-- reads: adjustments

select
    service,
    year,
    author,
    reason,
    cast(amount * 100 as bigint) as ore,
    expires_on
from adjustments
order by service, year, author, reason

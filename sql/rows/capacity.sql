-- Hours that can go into carrying out measures.
--
-- grain: year
-- reads: capacity_limit

select
    year,
    cast(hours as double) as hours
from capacity_limit
order by year

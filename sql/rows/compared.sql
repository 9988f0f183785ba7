-- What the run compared with expected of $year, in øre.
--
-- grain: level, item
-- reads: compared_year_end
-- granted  price of the year's grants: delivered and committed

select
    level,
    item,
    cast((delivered + committed) * 100 as bigint) as granted,
    cast(expected * 100 as bigint) as expected,
    cast(result * 100 as bigint) as result,
    cast(booked * 100 as bigint) as booked
from compared_year_end
where year = $year
order by level, item

-- The newest month that has a posting: the default as-of date is its last day.
--
-- grain: newest
-- reads: costs
-- oldest  oldest month with a posting, months since year 0
-- newest  newest month with a posting

select
    cast(min(month_of(posting_date)) as bigint) as oldest,
    cast(max(month_of(posting_date)) as bigint) as newest
from costs

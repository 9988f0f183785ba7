-- The weighted index, every known vintage: actual before projection, old before new.
--
-- grain: year, kind, vintage
-- reads: price_index

select
    year,
    kind,
    vintage,
    value
from price_index
order by year, kind, vintage nulls first

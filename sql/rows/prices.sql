-- The indexes, every known vintage: actual before projection, old before new.
--
-- grain: index, year, kind, vintage
-- reads: price_index

select
    index,
    year,
    kind,
    vintage,
    value
from price_index
order by index, year, kind, vintage nulls first

-- The price and wage indexes, every vintage that a run of $as_of knows.
--
-- grain: index, year, kind, vintage
-- reads: prices

select
    index,
    year,
    kind,
    vintage,
    cast(max(value) as double) as value
from prices
where coalesce(vintage, month_first(year * 12)) <= $as_of
group by index, year, kind, vintage

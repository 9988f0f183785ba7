-- The weighted price and wage index, every vintage that a run of $as_of knows.
--
-- grain: year, kind, vintage
-- reads: prices

select
    year,
    kind,
    vintage,
    cast(max(value) as double) as value
from prices
where
    index = 'weighted'
    and coalesce(vintage, month_first(year * 12)) <= $as_of
group by year, kind, vintage

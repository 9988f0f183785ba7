-- Re-estimates of the price indexes between two vintages that the run knows, and what they mean in kroner:
-- the same year's value as one vintage gave it and as the next one did, where they differ.
--
-- grain: index, year, vintage
-- reads: price_revision
-- index       wages, prices, weighted, own, or the code of a service
-- vintage     day of the newer publication
-- kind        actual or projection, in the newer vintage; previous_kind in the older
-- previous    the older vintage's value; both must have one base year
-- change      now / previous - 1
-- gross       of the last complete year's gross cost, what follows the index in that year, kroner. Of services by
--             wages and prices the wage share follows wages and the rest prices
-- difference  change × gross: above 0 the re-estimate raises the level of the year

select
    index,
    cast(year as integer) as year,
    vintage,
    previous_vintage,
    kind,
    previous_kind,
    previous,
    now,
    change,
    kroner(gross) as gross,
    kroner(difference) as difference
from price_revision

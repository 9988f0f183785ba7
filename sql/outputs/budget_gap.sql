-- The forecast against the frame, and how sure the frame is to hold. Kroner,
-- current prices.
--
-- grain: year, level, item
-- reads: budget_gap
-- level                  all, committee or service; item is its code
-- concept                what both sides are: gross, service_expenditure or net
-- gap                    forecast - frame; above 0 the frame is too small
-- overspend_probability  share of the forecast's draws above the frame; null without draws
-- reserve                what must lie on top of the frame to keep it with reserve_probability
-- status                 ok, no_frame, no_draws

select
    cast(year as integer) as year,
    level,
    item,
    concept,
    kroner(frame) as frame,
    kroner(forecast) as forecast,
    kroner(gap) as gap,
    overspend_probability,
    kroner(reserve) as reserve,
    reserve_probability,
    status
from budget_gap

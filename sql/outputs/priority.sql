-- The ranking that each scenario goes by: services by what citizens value, measures
-- by net present value; with what makes up the score.
--
-- grain: scenario, item_kind, item, component
-- reads: priority
-- item_kind     service or measure
-- component     score, or the part of it that contribution gives: a life domain (services), cost or gain (measures)
-- contribution  the parts of one item add up to its score
-- score         service: importance-weighted need gap, 0 to 1; measure: net present value, kroner
-- rank          1 is first; null without a score
-- tied          shares its rank: the answers cannot tell the items apart
-- status        why there is no score or no interval; for measures, why chosen or not

select
    scenario,
    item_kind,
    item,
    component,
    contribution,
    score,
    cast(rank as integer) as rank,
    tied,
    status
from priority

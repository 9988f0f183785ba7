-- The catalogue of measures, money in øre.
--
-- grain: measure
-- reads: measures

select
    measure,
    coalesce(label_da, measure) as label_da,
    coalesce(label_en, label_da, measure) as label_en,
    kind,
    service,
    cast(coalesce(one_off, 0) * 100 as bigint) as one_off,
    cast(coalesce(yearly, 0) * 100 as bigint) as yearly,
    cast(coalesce(alternative_cost, 0) * 100 as bigint) as alternative_cost,
    coalesce(lead_months, 0) as lead_months,
    coalesce(profile, 'step') as profile,
    coalesce(effect_on, 'volume') as effect_on,
    effect,
    effect_low,
    effect_high,
    persistence,
    coalesce(horizon, 0) as horizon,
    choose_share,
    coalesce(evidence, 1) as evidence,
    coalesce(mandatory, false) as mandatory,
    exclusive_group,
    requires,
    coalesce(capacity_use, 0) as capacity_use,
    coalesce(reason, '') as reason,
    coalesce(source, '') as source
from measures
order by measure

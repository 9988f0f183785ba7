-- Why spending changed: the effects between two years, in kroner, current prices.
-- Effects of one municipality, item, pair of years, measure and method add up to
-- change_total, to the øre. Never add over measures or methods.
--
-- With several municipalities each one is explained for the past and for the forecast
-- as a whole; year by year ahead, all of them together.
--
-- grain: municipality, level, item, age_band, year_from, year_to, measure, method, effect
-- reads: pressure
-- municipality  "all" is every municipality together
-- level         service, committee or all; item is its code. age_band: a service's age band on its own
-- age_band      "all" but at level age_band
-- measure       gross; gross_total (with capital and overheads); net (gross with income and refund)
-- method        shapley is the headline; lmdi and one_at_a_time are second opinions, where they have an answer
-- status        measured or not_measured: the data cannot show the effect, it is inside the others
-- provenance    actual, or projected where year_to is a forecast (its mean)
-- amount        the effect
-- change_total  the change that the effects add up to

select
    municipality,
    level,
    item,
    band as age_band,
    cast(year_from as integer) as year_from,
    cast(year_to as integer) as year_to,
    measure,
    method,
    effect,
    cast(effect_order as integer) as effect_order,
    effect_label_da,
    effect_label_en,
    status,
    provenance,
    kroner(amount) as amount,
    kroner(change) as change_total
from pressure

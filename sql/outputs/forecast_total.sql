-- The forecast of services, committees, municipalities and everything. Intervals
-- are those of joint draws, widened or narrowed by errors in the past, of all services and of the total.
--
-- grain: level, item, year, measure, price_basis
-- reads: forecast_total, catalogue
-- level        service, committee, municipality or all; item is its code
-- measure, price_basis, mean, p2_5 … p97_5  as in forecast
-- status       draws; widened: errors in the past, of services and of the total itself, were larger than the draws';
--              narrowed: they were smaller; posterior: as in forecast;
--              no_evidence: no interval, or more than a tenth of the total has none
-- scores       forecasts of the past that the total itself was held against
-- coverage_80, coverage_95  share of outcomes inside the intervals that the total would have had at origins in the
--              past, made from what was known there, at the horizon of the year; of gross in fixed prices and of volume
-- level_coverage_80, level_coverage_95  the same over all totals of the level
-- coverage_status  ok; no_later_origin: no outcome is later than what made an interval; not_measured: another measure;
--              no_evidence: no interval

select
    forecast_total.level,
    forecast_total.item,
    cast(forecast_total.year as integer) as year,
    forecast_total.measure,
    forecast_total.price_basis,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    'projected' as provenance,
    forecast_total.status,
    forecast_total.scores,
    cast(forecast_total.mean as decimal(18, 4)) as mean,
    cast(forecast_total.p2_5 as decimal(18, 4)) as p2_5,
    cast(forecast_total.p10 as decimal(18, 4)) as p10,
    cast(forecast_total.p25 as decimal(18, 4)) as p25,
    cast(forecast_total.p50 as decimal(18, 4)) as p50,
    cast(forecast_total.p75 as decimal(18, 4)) as p75,
    cast(forecast_total.p90 as decimal(18, 4)) as p90,
    cast(forecast_total.p97_5 as decimal(18, 4)) as p97_5,
    forecast_total.coverage_80,
    forecast_total.coverage_95,
    forecast_total.coverage_scores,
    forecast_total.level_coverage_80,
    forecast_total.level_coverage_95,
    forecast_total.level_coverage_scores,
    forecast_total.coverage_status
from forecast_total
left join catalogue
    on forecast_total.level = 'service' and forecast_total.item = catalogue.service

-- The forecast of every service and age band, with its interval.
--
-- grain: municipality, service, age_band, year, measure, price_basis
-- reads: forecast, catalogue
-- measure      full_year_persons; unit_cost (kroner per full-year person and 365 days); gross, income,
--              refund, service_expenditure, net (kroner a year)
-- price_basis  fixed (prices of the price year), current (expected prices of the year), none (a volume)
-- mean         expected value; the means of money add up to those of forecast_total, to the øre
-- p2_5 … p97_5  quantiles; null where the history gives no evidence for an interval (see status)
-- model        what made the volume and the unit cost
-- status       ok; borrowed, extrapolated, stale, vintage_unknown: the interval rests on less;
--              posterior: it is that of the stock and flow alone, since nothing has been forecast in the past;
--              too_short, no_evidence, scale_zero: there is none
-- provenance   projected

select
    forecast.municipality,
    forecast.service,
    forecast.band as age_band,
    cast(forecast.year as integer) as year,
    forecast.measure,
    forecast.price_basis,
    catalogue.committee,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    'projected' as provenance,
    forecast.status,
    forecast.model,
    cast(forecast.mean as decimal(18, 4)) as mean,
    cast(forecast.p2_5 as decimal(18, 4)) as p2_5,
    cast(forecast.p10 as decimal(18, 4)) as p10,
    cast(forecast.p25 as decimal(18, 4)) as p25,
    cast(forecast.p50 as decimal(18, 4)) as p50,
    cast(forecast.p75 as decimal(18, 4)) as p75,
    cast(forecast.p90 as decimal(18, 4)) as p90,
    cast(forecast.p97_5 as decimal(18, 4)) as p97_5
from forecast
left join catalogue
    on forecast.service = catalogue.service

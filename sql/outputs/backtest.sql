-- Forecasts of the past, made with what was known then, against what happened.
--
-- grain: kind, municipality, service, age_band, model, origin, horizon
-- reads: backtest
-- kind          volume (full-year persons), unit_cost or spending (kroner, fixed prices); refund, net: of
--               the services whose cost counts in a scheme with amounts, which stands as service (kroner,
--               prices of the year)
-- model         a model of the pool; "selected" is what the selection would have chosen at that origin;
--               of refund and net share, rule or rule_booked (docs/definitions.md, Refunds in forecasts)
-- origin        last year known to the forecast
-- horizon       years ahead
-- scaled_error  (actual - forecast) / mean absolute yearly change before the origin
-- status        ok; vintage_unknown: scored with figures that may not have been known; scale_zero

select
    kind,
    municipality,
    service,
    band as age_band,
    model,
    cast(origin as integer) as origin,
    cast(horizon as integer) as horizon,
    cast(forecast as decimal(18, 4)) as forecast,
    cast(actual as decimal(18, 4)) as actual,
    scaled_error,
    status
from backtest

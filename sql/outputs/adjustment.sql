-- Manual corrections of the forecast, shown apart from it, and scored when their year is complete. Gross
-- cost, kroner, current prices of the year. No other table has them in it.
--
-- grain: service, year, author, reason
-- reads: adjustment, catalogue
-- amount      what the author adds; above 0 more cost
-- expires_on  last day on which it counts
-- status      applied: of a forecast year, and expires_on is the as-of date or later; expired: of a forecast
--             year, and it is not; past: the year is complete; outside: after the last forecast year;
--             no_service: the panel or the forecast has no such service
-- unadjusted  mean of the forecast; of a past year what the backtest's selected method said at origin, put
--             into the prices of the year; null where there is none
-- counted     amounts of all rows of the service and year that count: those applied; of a past year those
--             that expired on the last day of origin or later
-- adjusted    unadjusted + counted
-- origin      last year known to the forecast that a past year is scored against, the newest there is
-- horizon     years from origin to the year
-- actual      what the past year cost
-- unadjusted_error, adjusted_error  actual less the forecast; null where either is not known
-- alone_error     actual less unadjusted and this row's amount; null where this row did not count
-- improved        adjusted_error is nearer 0 than unadjusted_error; null where this row did not count
-- improved_alone  alone_error is; null where this row did not count
-- score_status    null unless past. ok; vintage_unknown: as in backtest; partial: up to a tenth of the
--                 service's cost has no forecast and stands as what it was; expired: this row did not count at
--                 origin; no_forecast: the backtest has none; no_actual: the panel does not hold the year

select
    adjustment.service,
    cast(adjustment.year as integer) as year,
    adjustment.author,
    adjustment.reason,
    catalogue.committee,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    kroner(adjustment.amount) as amount,
    adjustment.expires_on,
    adjustment.status,
    kroner(adjustment.unadjusted) as unadjusted,
    kroner(adjustment.counted) as counted,
    kroner(adjustment.adjusted) as adjusted,
    cast(adjustment.origin as integer) as origin,
    cast(adjustment.horizon as integer) as horizon,
    kroner(adjustment.actual) as actual,
    kroner(adjustment.unadjusted_error) as unadjusted_error,
    kroner(adjustment.adjusted_error) as adjusted_error,
    kroner(adjustment.alone_error) as alone_error,
    adjustment.improved,
    adjustment.improved_alone,
    adjustment.score_status
from adjustment
left join catalogue
    on adjustment.service = catalogue.service

-- How each model did on each group of series, against the naive forecast and the
-- mean of three years; and which one the group uses.
--
-- grain: series_group, model, horizon
-- reads: backtest_score
-- kind              volume, unit_cost, spending; hierarchy: ways to make volumes agree with their sums;
--                   refund, net: ways to forecast refunds of schemes with amounts
-- horizon           years ahead; 0 is all of them
-- bias              mean scaled error; above 0 the forecasts were too low
-- mase              mean absolute scaled error
-- wape              sum of absolute errors / sum of values
-- coverage_80, coverage_95  share of outcomes inside the interval, at origins later than those that made it
-- msis_95, wis      interval scores, scaled; lower is better
-- skill_naive, skill_flat3  1 - mase / mase of that model, on the same forecasts; below 0 it was worse
-- chosen            the group's forecast uses this model, alone or in an equal mean
-- decided_by        the group whose evidence chose; null where the shipped default stands
-- reason            best, tie (equal mean of all within one standard error) or default

select
    kind,
    series_group,
    model,
    cast(horizon as integer) as horizon,
    series,
    origins,
    bias,
    mase,
    wape,
    coverage_80,
    coverage_95,
    msis_95,
    wis,
    skill_naive,
    skill_flat3,
    coverage_origins,
    chosen,
    decided_by,
    runner_up,
    reason,
    status
from backtest_score

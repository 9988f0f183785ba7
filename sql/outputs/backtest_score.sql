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
-- skill_naive, skill_flat3, skill_demography  1 - mase / mase of that model, on the same forecasts; below 0 it was worse
-- skill_…_low, skill_…_high  95 % interval of that skill, drawing series again; horizon 0 and five series or more
-- chosen            the group's forecast uses this model, alone or in an equal mean
-- decided_by        the group whose evidence chose; null where the shipped default stands
-- difference, difference_se  how much larger the error of runner_up is than that of the best model, and the
--                   standard error of that: where it is no larger, they are tied; refund, net: kroner a year
-- smape             mean of 200 |error| / (|value| + |forecast|), per cent
-- owa               mean of mase and of smape, each over that of naive
-- coverage_scores_80, coverage_scores_95  outcomes behind coverage_80 and coverage_95
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
    status,
    smape,
    owa,
    skill_demography,
    skill_naive_low,
    skill_naive_high,
    skill_flat3_low,
    skill_flat3_high,
    skill_demography_low,
    skill_demography_high,
    coverage_scores_80,
    coverage_scores_95,
    difference,
    difference_se
from backtest_score

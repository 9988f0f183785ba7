-- What each scenario does over all forecast years and year by year. Kroner, current
-- prices. after = forecast - cut - measure_saving + measure_cost.
--
-- grain: scenario, year
-- reads: scenario_total
-- year         0 is all years together
-- gap          forecast - frame
-- cut          by lower service level
-- measure_saving  counted at a cautious quantile
-- unmet        what is left of the gap: floors and running grants do not allow more
-- keeps_frame_probability  share of draws in which the scenario keeps the frame (over all years: every year)
-- npv          of the chosen measures together; npv_bound is no less than the best possible
-- proven       the choice of measures is proven best
-- status       within_frame, over_frame, infeasible, no_frame, no_value, no_portfolio

select
    scenario,
    cast(year as integer) as year,
    label_da,
    label_en,
    kroner(forecast) as forecast,
    kroner(frame) as frame,
    kroner(gap) as gap,
    kroner(cut) as cut,
    kroner(measure_cost) as measure_cost,
    kroner(measure_saving) as measure_saving,
    kroner(after) as after,
    kroner(unmet) as unmet,
    keeps_frame as keeps_frame_probability,
    cast(npv as decimal(18, 2)) as npv,
    cast(npv_bound as decimal(18, 2)) as npv_bound,
    proven,
    status,
    note
from scenario_total

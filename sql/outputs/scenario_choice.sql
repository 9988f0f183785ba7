-- Which measures each scenario carries out, from when, and why or why not. Kroner;
-- each measure as if it stood alone.
--
-- grain: scenario, measure
-- reads: scenario_choice, measures
-- start_year       first year; null when not chosen
-- share            1 when carried out, else 0
-- cost             over the forecast's years
-- expected_saving  over the forecast's years, after realism for its evidence
-- cautious_saving  what the budgets count on
-- npv              net present value, expected
-- reason           why or why not, in a word; reason_da and reason_en say it

select
    scenario_choice.scenario,
    scenario_choice.measure,
    measures.label_da as measure_label_da,
    measures.label_en as measure_label_en,
    measures.kind,
    measures.service,
    cast(measures.evidence as integer) as evidence,
    scenario_choice.selected,
    cast(scenario_choice.start_year as integer) as start_year,
    scenario_choice.share,
    kroner(scenario_choice.cost) as cost,
    kroner(scenario_choice.expected_saving) as expected_saving,
    kroner(scenario_choice.cautious_saving) as cautious_saving,
    kroner(scenario_choice.npv) as npv,
    scenario_choice.reason,
    scenario_choice.reason_da,
    scenario_choice.reason_en
from scenario_choice
left join measures
    on scenario_choice.measure = measures.measure

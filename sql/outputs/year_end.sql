-- What the open year is expected to come to: gross cost, kroner, current prices.
-- delivered + committed + expected = result.
--
-- grain: level, item, year
-- reads: year_end, catalogue
-- level       service, committee, municipality or all; item is its code. A municipality stands here if its ledger does:
--             all also counts the grants of those that only pay for places
-- booked      in the ledger so far, for the year's deliveries
-- delivered   price of grants until the as-of date
-- committed   price of grants after it
-- expected    what earlier years gained or lost after this place in the year: inflow, ended grants, price
--             differences
-- result      delivered + committed, times the median of what earlier years came to
-- p2_5 … p97_5  interval of the result, from the errors that this estimate would have made in earlier years
-- income      expected income, at its share of gross in the last three years
-- service_expenditure  result + income
-- refund      expected refunds, at their share of gross in the last three years
-- net         service_expenditure + refund
-- years       complete years behind the estimate
-- status      ok; too_short: under three years, nothing expected; no_evidence: no interval
-- provenance  estimated
-- waiting_granted, waiting_applied, turning_18, known_inflow  as in commitment: the first is a part of committed, the
--             second and the last are parts of expected, so that nothing counts twice
-- expected_other  expected - waiting_applied - known_inflow: all other inflow less what ends; often below 0
-- compared_run    the run that the movement is from: the newest with an earlier as-of date, or the one given by
--                 --compare; null where nothing is compared
-- result_before   what it expected the year to come to
-- movement        result - result_before = movement_granted + movement_expected
-- movement_granted   of it, delivered + committed: grants that are new, ended, corrected or cancelled
-- movement_expected  of it, expected: less of the year is left, and the factor of earlier years is another
-- booked_before   booked in that run; what is booked does not move the result
-- budget_concept  gross (of result), service_expenditure or net, the setting budget.concept; null without a budget
-- budget_original    budget as adopted first, at the year's expected prices
-- budget_corrected   the newest corrected budget and supplementary grants after it, else the original and all of them
-- budget_difference  result, service_expenditure or net less budget_corrected; above 0 too little budget
-- overspend_probability  probability that the year ends above budget_corrected, from the same errors as the interval

select
    year_end.level,
    year_end.item,
    cast(year_end.year as integer) as year,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    'estimated' as provenance,
    kroner(year_end.booked) as booked,
    kroner(year_end.delivered) as delivered,
    kroner(year_end.committed) as committed,
    kroner(year_end.expected) as expected,
    kroner(year_end.result) as result,
    cast(year_end.p2_5 as decimal(18, 2)) as p2_5,
    cast(year_end.p10 as decimal(18, 2)) as p10,
    cast(year_end.p90 as decimal(18, 2)) as p90,
    cast(year_end.p97_5 as decimal(18, 2)) as p97_5,
    kroner(year_end.income) as income,
    kroner(year_end.service_expenditure) as service_expenditure,
    year_end.years,
    year_end.status,
    kroner(year_end.waiting_granted) as waiting_granted,
    year_end.waiting_granted_grants,
    kroner(year_end.waiting_applied) as waiting_applied,
    year_end.waiting_applied_grants,
    year_end.turning_18,
    kroner(year_end.known_inflow) as known_inflow,
    year_end.known_inflow_persons,
    kroner(year_end.expected_other) as expected_other,
    year_end.compared_run,
    kroner(year_end.result_before) as result_before,
    kroner(year_end.movement) as movement,
    kroner(year_end.movement_granted) as movement_granted,
    kroner(year_end.movement_expected) as movement_expected,
    kroner(year_end.booked_before) as booked_before,
    year_end.budget_concept,
    kroner(year_end.budget_original) as budget_original,
    kroner(year_end.budget_corrected) as budget_corrected,
    kroner(year_end.budget_difference) as budget_difference,
    year_end.overspend_probability,
    kroner(year_end.refund) as refund,
    kroner(year_end.net) as net
from year_end
left join catalogue
    on year_end.level = 'service' and year_end.item = catalogue.service

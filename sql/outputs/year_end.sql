-- What the open year is expected to come to: gross cost, kroner, current prices.
-- delivered + committed + expected = result.
--
-- grain: level, item, year
-- reads: year_end, catalogue
-- level       service, committee or all; item is its code
-- booked      in the ledger so far, for the year's deliveries
-- delivered   price of grants until the as-of date
-- committed   price of grants after it
-- expected    what earlier years gained or lost after this place in the year: inflow, ended grants, price
--             differences
-- result      delivered + committed, times the median of what earlier years came to
-- p2_5 … p97_5  interval of the result, from the errors that this estimate would have made in earlier years
-- income      expected income, at its share of gross in the last three years
-- service_expenditure  result + income
-- years       complete years behind the estimate
-- status      ok; too_short: under three years, nothing expected; no_evidence: no interval
-- provenance  estimated

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
    year_end.status
from year_end
left join catalogue
    on year_end.level = 'service' and year_end.item = catalogue.service

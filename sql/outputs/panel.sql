-- Volume, use and cost of every service by age band and complete year.
--
-- grain: municipality, service, age_band, year
-- reads: panel, catalogue
-- provenance           actual: complete years only
-- population           mean of the persons on the first day of the year and of the next; null where not known
-- persons              distinct persons with an active day in the year; null where not known
-- days                 granted days of all grants; null for aggregated sources
-- full_year_persons    days / days of the year; null where the volume is not known
-- usage                full-year persons per inhabitant of the band
-- unit_cost            gross per full-year person and 365 days, current prices
-- unit_cost_fixed      the same in prices of the price year
-- unit_cost_total      gross_total per full-year person and 365 days, current prices
-- priced               price of the grants, current prices
-- gross                gross current cost
-- gross_total          gross cost with capital and overheads, where the source has that basis; else 0
-- income               income other than central refusion, negative
-- refund               central refusion, negative
-- service_expenditure  gross + income
-- net                  service_expenditure + refund
-- *_fixed              the same in prices of the price year; equal to current prices without a price index (see coverage)

select
    panel.municipality,
    panel.service,
    panel.band as age_band,
    cast(panel.year as integer) as year,
    'actual' as provenance,
    catalogue.committee,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    panel.population,
    panel.persons,
    panel.days,
    panel.full_year_persons,
    panel.usage,
    cast(panel.unit_cost / 100 as decimal(18, 2)) as unit_cost,
    cast(panel.unit_cost_fixed / 100 as decimal(18, 2)) as unit_cost_fixed,
    cast(panel.unit_cost_total / 100 as decimal(18, 2)) as unit_cost_total,
    kroner(panel.priced) as priced,
    kroner(panel.gross) as gross,
    kroner(panel.gross_total) as gross_total,
    kroner(panel.income) as income,
    kroner(panel.refund) as refund,
    kroner(panel.service_expenditure) as service_expenditure,
    kroner(panel.net) as net,
    kroner(panel.gross_fixed) as gross_fixed,
    kroner(panel.gross_total_fixed) as gross_total_fixed,
    kroner(panel.income_fixed) as income_fixed,
    kroner(panel.refund_fixed) as refund_fixed,
    kroner(panel.service_expenditure_fixed) as service_expenditure_fixed,
    kroner(panel.net_fixed) as net_fixed
from panel
left join catalogue
    on panel.service = catalogue.service

-- The panel by month of delivery, to the as-of date; empty for sources that give
-- volume by year. The newest months lack what is not posted yet.
--
-- grain: municipality, service, age_band, month
-- reads: cell_month, run_facts
-- month       first day of the month
-- provenance  actual; estimated where postings are still to come
-- days        granted days of all grants
-- full_year_persons  days / days of the fiscal year
-- persons     distinct persons with an active day in the month
-- priced      price of the grants
-- gross, income, refund, service_expenditure, net  as in panel, current prices
-- cases       grants with an active day in the month; two grants of a person are two

select
    cell_month.municipality,
    cell_month.service,
    cell_month.band as age_band,
    month_first(cell_month.month) as month,
    cast(cell_month.year as integer) as year,
    case when cell_month.year <= run_facts.last_year then 'actual' else 'estimated' end as provenance,
    cell_month.days,
    cast(cell_month.days as double) / year_days(cell_month.year, run_facts.year_start) as full_year_persons,
    cell_month.persons,
    kroner(cell_month.priced) as priced,
    kroner(cell_month.gross) as gross,
    kroner(cell_month.income) as income,
    kroner(cell_month.refund) as refund,
    kroner(cell_month.gross + cell_month.income) as service_expenditure,
    kroner(cell_month.gross + cell_month.income + cell_month.refund) as net,
    cell_month.cases
from cell_month
cross join run_facts
where
    run_facts.has_cases
    and cell_month.year >= run_facts.first_year
    and cell_month.month <= run_facts.last_month

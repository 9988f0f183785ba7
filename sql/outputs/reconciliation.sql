-- Cases against the ledger, month by month; amounts in kroner, current prices.
--
-- grain: municipality, service, month
-- reads: reconciliation, catalogue, run_facts
-- service           empty for postings whose account belongs to no service
-- month             first day of the month
-- priced            price of the month's grants
-- ledger            gross cost of the month's deliveries, as booked until the as-of date
-- booked            gross cost posted in the month
-- lag               booked less what was delivered in the month
-- unmapped          postings without a service
-- rest              ledger less priced: what neither price nor lag explains
-- rest_share        rest / ledger
-- provenance        actual; estimated where postings are still to come
-- posting_lag       of the lag what is delivered and posted in one fiscal year; 0 over a complete year
-- year_end_accrual  of the lag what is delivered in one fiscal year and posted in another
-- aggregate         of the ledger what stems from postings that are sums of several persons
-- linked            of the ledger what stems from postings on one case or person
-- linked_rest       linked less priced; null in years without such a posting of the service

select
    reconciliation.municipality,
    reconciliation.service,
    month_first(reconciliation.month) as month,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    case
        when fiscal_year(reconciliation.month, run_facts.year_start) <= run_facts.last_year then 'actual'
        else 'estimated'
    end as provenance,
    kroner(reconciliation.priced) as priced,
    kroner(reconciliation.ledger) as ledger,
    kroner(reconciliation.booked) as booked,
    kroner(reconciliation.lag) as lag,
    kroner(reconciliation.unmapped) as unmapped,
    kroner(reconciliation.rest) as rest,
    cast(reconciliation.rest as double) / nullif(reconciliation.ledger, 0) as rest_share,
    kroner(reconciliation.posting_lag) as posting_lag,
    kroner(reconciliation.year_end_accrual) as year_end_accrual,
    kroner(reconciliation.aggregate) as aggregate,
    kroner(reconciliation.linked) as linked,
    kroner(reconciliation.linked_rest) as linked_rest
from reconciliation
cross join run_facts
left join catalogue
    on reconciliation.service = catalogue.service
where
    fiscal_year(reconciliation.month, run_facts.year_start) >= run_facts.first_year
    and reconciliation.month <= run_facts.last_month
    and run_facts.has_cases

-- Cases against the ledger: what the grants of a month cost by their price, what
-- the ledger holds for the month's deliveries, and the rest between them.
--
-- grain: municipality, service, month
-- reads: case_month, ledger_month
-- priced            price of the month's grants, øre
-- ledger            gross cost delivered in the month, as booked until the as-of date, øre
-- booked            gross cost posted in the month, øre
-- lag               booked less ledger: posted in the month for other months' deliveries, less
--                   what of the month's deliveries is posted in others, øre
-- posting_lag       of the lag what is delivered and posted in one fiscal year, øre; 0 over a year
-- year_end_accrual  of the lag what is delivered in one fiscal year and posted in another, øre
-- unmapped          postings of the month whose account belongs to no service, øre; service is then empty
--                   and nothing else is known of them
-- rest              ledger less priced, øre
-- aggregate         of the ledger what stems from sums of several persons, øre
-- linked            of the ledger what stems from postings on one case or person, øre
-- linked_rest       linked less priced, øre; null in fiscal years in which no posting of the
--                   service is on one case or person: its grants are paid for in sums

with

gross as (

    select
        municipality,
        coalesce(service, code('')) as service,
        month,
        booked,
        cast(sum(ore) as bigint) as ore,
        cast(sum(aggregate_ore) as bigint) as aggregate_ore,
        cast(sum(postings - aggregates) as bigint) as linked_postings
    from ledger_month
    where kind = 'gross' and cost_basis = 'current'
    group by municipality, coalesce(service, code('')), month, booked

),

priced as (

    select municipality, service, month, cast(sum(priced) as bigint) as priced
    from case_month
    group by municipality, service, month

),

delivered as (

    select
        municipality,
        service,
        month,
        cast(sum(ore) as bigint) as ledger,
        cast(sum(aggregate_ore) as bigint) as aggregate_ore,
        cast(sum(linked_postings) as bigint) as linked_postings
    from gross
    where service <> ''
    group by municipality, service, month

),

posted as (

    select municipality, service, booked as month, cast(sum(ore) as bigint) as booked
    from gross
    group by municipality, service, booked

),

-- each posting of another month's delivery comes to the month of posting and leaves
-- the month of delivery
moves as (

    select
        municipality,
        service,
        booked as month,
        fiscal_year(month, $year_start) = fiscal_year(booked, $year_start) as same_year,
        ore
    from gross
    where service <> '' and month <> booked
    union all
    select
        municipality,
        service,
        month,
        fiscal_year(month, $year_start) = fiscal_year(booked, $year_start) as same_year,
        -ore as ore
    from gross
    where service <> '' and month <> booked

),

lags as (

    select
        municipality,
        service,
        month,
        cast(coalesce(sum(ore) filter (where same_year), 0) as bigint) as posting_lag,
        cast(coalesce(sum(ore) filter (where not same_year), 0) as bigint) as year_end_accrual
    from moves
    group by municipality, service, month

),

linked_years as (

    select municipality, service, fiscal_year(month, $year_start) as year
    from delivered
    group by municipality, service, fiscal_year(month, $year_start)
    having sum(linked_postings) > 0

),

keys as (

    select municipality, service, month from priced
    union
    select municipality, service, month from delivered
    union
    select municipality, service, month from posted

),

amounts as (

    select
        keys.municipality,
        keys.service,
        keys.month,
        coalesce(priced.priced, 0) as priced,
        coalesce(delivered.ledger, 0) as ledger,
        coalesce(delivered.aggregate_ore, 0) as aggregate_ore,
        coalesce(posted.booked, 0) as booked,
        coalesce(lags.posting_lag, 0) as posting_lag,
        coalesce(lags.year_end_accrual, 0) as year_end_accrual,
        linked_years.year is not null as has_linked
    from keys
    left join priced
        on keys.municipality = priced.municipality and keys.service = priced.service and keys.month = priced.month
    left join delivered
        on keys.municipality = delivered.municipality and keys.service = delivered.service and keys.month = delivered.month
    left join posted
        on keys.municipality = posted.municipality and keys.service = posted.service and keys.month = posted.month
    left join lags
        on keys.municipality = lags.municipality and keys.service = lags.service and keys.month = lags.month
    left join linked_years
        on
            keys.municipality = linked_years.municipality
            and keys.service = linked_years.service
            and fiscal_year(keys.month, $year_start) = linked_years.year

)

select
    municipality,
    service,
    month,
    priced,
    ledger,
    booked,
    case when service = '' then 0 else booked - ledger end as lag,
    posting_lag,
    year_end_accrual,
    case when service = '' then booked else 0 end as unmapped,
    ledger - priced as rest,
    aggregate_ore as aggregate,
    ledger - aggregate_ore as linked,
    case when has_linked then ledger - aggregate_ore - priced end as linked_rest
from amounts

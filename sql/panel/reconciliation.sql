-- Cases against the ledger: what the grants of a month cost by their price, what
-- the ledger holds for the month's deliveries, and the rest between them.
--
-- grain: municipality, service, month
-- reads: case_month, ledger_month
-- priced    price of the month's grants, øre
-- ledger    gross cost delivered in the month, as booked until the as-of date, øre
-- booked    gross cost posted in the month, øre
-- lag       booked less ledger: posted in the month for other months' deliveries, less
--           what of the month's deliveries is posted in others, øre
-- unmapped  postings of the month whose account belongs to no service, øre; service is then empty
--           and nothing else is known of them
-- rest      ledger less priced, øre

with

priced as (

    select municipality, service, month, cast(sum(priced) as bigint) as priced
    from case_month
    group by municipality, service, month

),

delivered as (

    select municipality, coalesce(service, '') as service, month, cast(sum(ore) as bigint) as ledger
    from ledger_month
    where kind = 'gross' and cost_basis = 'current' and service is not null
    group by municipality, coalesce(service, ''), month

),

posted as (

    select municipality, coalesce(service, '') as service, booked as month, cast(sum(ore) as bigint) as booked
    from ledger_month
    where kind = 'gross' and cost_basis = 'current'
    group by municipality, coalesce(service, ''), booked

),

keys as (

    select municipality, service, month from priced
    union
    select municipality, service, month from delivered
    union
    select municipality, service, month from posted

)

select
    keys.municipality,
    keys.service,
    keys.month,
    coalesce(priced.priced, 0) as priced,
    coalesce(delivered.ledger, 0) as ledger,
    coalesce(posted.booked, 0) as booked,
    case when keys.service = '' then 0 else coalesce(posted.booked, 0) - coalesce(delivered.ledger, 0) end as lag,
    case when keys.service = '' then coalesce(posted.booked, 0) else 0 end as unmapped,
    coalesce(delivered.ledger, 0) - coalesce(priced.priced, 0) as rest
from keys
left join priced
    on keys.municipality = priced.municipality and keys.service = priced.service and keys.month = priced.month
left join delivered
    on keys.municipality = delivered.municipality and keys.service = delivered.service and keys.month = delivered.month
left join posted
    on keys.municipality = posted.municipality and keys.service = posted.service and keys.month = posted.month

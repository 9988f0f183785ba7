-- Money by service, age band and month of delivery, all of it: postings with a
-- known person, and the shared rest.
--
-- grain: municipality, service, band, month
-- reads: ledger_month, shared_month
-- gross        gross current cost, in øre
-- gross_total  gross cost on the basis "total" (with capital and overheads), in øre; 0 where the source has none
-- income       income other than central refusion, in øre, negative
-- refund       central refusion, in øre, negative

with

parts as (

    select municipality, service, band, month, kind, cost_basis, ore
    from ledger_month
    where service is not null and band is not null
    union all
    select municipality, service, band, month, kind, cost_basis, ore
    from shared_month

)

select
    municipality,
    service,
    band,
    month,
    cast(coalesce(sum(ore) filter (where kind = 'gross' and cost_basis = 'current'), 0) as bigint) as gross,
    cast(coalesce(sum(ore) filter (where kind = 'gross' and cost_basis = 'total'), 0) as bigint) as gross_total,
    cast(coalesce(sum(ore) filter (where kind = 'income' and cost_basis = 'current'), 0) as bigint) as income,
    cast(coalesce(sum(ore) filter (where kind = 'refund' and cost_basis = 'current'), 0) as bigint) as refund
from parts
group by municipality, service, band, month

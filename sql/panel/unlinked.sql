-- Money whose person is not known, by month of delivery: to be shared over age
-- bands in whole øre.
--
-- grain: municipality, service, kind, cost_basis, month
-- reads: ledger_month
-- ore  sum, in øre

select
    municipality,
    service,
    kind,
    cost_basis,
    month,
    cast(sum(ore) as bigint) as ore
from ledger_month
where service is not null and band is null
group by municipality, service, kind, cost_basis, month
order by municipality, service, kind, cost_basis, month

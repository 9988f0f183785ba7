-- What the ledger holds of each year's deliveries, by service, in øre.
--
-- grain: municipality, service, year
-- reads: cell_month

select
    municipality,
    service,
    year,
    cast(sum(gross) as bigint) as gross,
    cast(sum(income) as bigint) as income,
    cast(sum(refund) as bigint) as refund
from cell_month
group by municipality, service, year
order by municipality, service, year

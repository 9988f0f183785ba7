-- The ledger of complete years against the price of the grants, by service, in øre.
--
-- grain: municipality, service, year
-- reads: reconciliation

select
    municipality,
    service,
    fiscal_year(month, $year_start) as year,
    cast(sum(priced) as bigint) as priced,
    cast(sum(ledger) as bigint) as ledger,
    cast(sum(rest) as bigint) as rest
from reconciliation
where service <> '' and fiscal_year(month, $year_start) between $first_year and $last_year
group by municipality, service, fiscal_year(month, $year_start)
order by municipality, service, year

-- A year's ledger against the price of its grants, in øre.
--
-- grain: ledger
-- reads: reconciliation

select
    cast(coalesce(sum(priced), 0) as bigint) as priced,
    cast(coalesce(sum(ledger), 0) as bigint) as ledger,
    cast(coalesce(sum(rest), 0) as bigint) as rest,
    cast(coalesce(sum(unmapped), 0) as bigint) as unmapped
from reconciliation
where fiscal_year(month, $year_start) = $year

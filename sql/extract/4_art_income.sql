-- Income by type (art) of the chart of accounts, service and year of delivery, where the
-- posting has a type.
--
-- grain: municipality, service, art, year
-- reads: postings
-- year  fiscal year
-- ore   with the sign of the ledger: negative

select
    municipality,
    service,
    art,
    fiscal_year(month, $year_start) as year,
    cast(sum(ore) as bigint) as ore
from postings
where
    kind = 'income'
    and cost_basis = 'current'
    and service is not null
    and art is not null
group by municipality, service, art, fiscal_year(month, $year_start)

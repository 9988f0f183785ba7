-- What persons cost by service and fiscal year of delivery, as far as postings name a
-- case: gross cost. Persons are numbers, and only sums over them are published.
--
-- grain: municipality, service, year, person
-- reads: postings
-- year  fiscal year, $first_year to $last_year
-- ore   sum, in øre

select
    municipality,
    service,
    fiscal_year(month, $year_start) as year,
    person,
    cast(sum(ore) as bigint) as ore
from postings
where
    kind = 'gross'
    and cost_basis = 'current'
    and service is not null
    and case_number is not null
    and fiscal_year(month, $year_start) between $first_year and $last_year
group by municipality, service, fiscal_year(month, $year_start), person

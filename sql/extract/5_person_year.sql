-- What persons cost by service and fiscal year of delivery, as far as postings name a
-- case: gross cost. Persons are pseudonyms, and only sums over them are published.
--
-- grain: municipality, service, year, person_key
-- reads: postings, cases
-- year  fiscal year, $first_year to $last_year
-- ore   sum, in øre

select
    postings.municipality,
    postings.service,
    fiscal_year(postings.month, $year_start) as year,
    cases.person_key,
    cast(sum(postings.ore) as bigint) as ore
from postings
inner join cases
    on postings.case_id = cases.case_id
where
    postings.kind = 'gross'
    and postings.cost_basis = 'current'
    and postings.service is not null
    and fiscal_year(postings.month, $year_start) between $first_year and $last_year
group by
    postings.municipality,
    postings.service,
    fiscal_year(postings.month, $year_start),
    cases.person_key

-- Whose a case is, by numbers: sums by a number take a third of what sums by a pseudonym take.
-- The numbers mean nothing outside a run.
--
-- grain: case_id
-- reads: cases
-- person     number of the person in the municipality that pays
-- household  number of the household there; null where the case names none
-- lump       given once: a single expense

select
    case_id,
    paying_municipality as municipality,
    dense_rank() over (order by paying_municipality, person_key) as person,
    case
        when household_key is not null
            then dense_rank() over (order by paying_municipality, household_key)
    end as household,
    unit = 'once' as lump
from cases

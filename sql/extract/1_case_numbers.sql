-- Cases by numbers and codes, read once: sums and joins by a number take a third of what
-- they take by a pseudonym. The numbers mean nothing outside a run.
--
-- grain: case_id
-- reads: cases
-- number     of the case
-- person     number of the person
-- household  number of the household; null where the case names none
-- lump       given once: a single expense
-- price      quantity x unit_price in hundredths of an øre, exact: of a week for day and
--            hour, of a month, or once

select
    case_id,
    cast(row_number() over (order by case_id) as integer) as number,
    cast(dense_rank() over (order by person_key) as integer) as person,
    case
        when household_key is not null
            then cast(dense_rank() over (order by household_key) as integer)
    end as household,
    person_key,
    household_key,
    code(paying_municipality) as municipality,
    code(service) as service,
    birth_date,
    unit,
    unit = 'once' as lump,
    cast(quantity * 100 as bigint) * cast(unit_price * 100 as bigint) as price,
    start_date,
    end_date,
    law_paragraph,
    status,
    coalesce(registered_at, decision_date, start_date) as known_on,
    cancelled_at
from cases

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

with

people as (

    select person_key, row_id() as person
    from (select distinct person_key from cases) as keys

),

homes as (

    select household_key, row_id() as household
    from (select distinct household_key from cases where household_key is not null) as keys

)

select
    cases.case_id,
    row_id() as number,
    people.person,
    homes.household,
    cases.person_key,
    cases.household_key,
    code(cases.paying_municipality) as municipality,
    code(cases.service) as service,
    cases.birth_date,
    cases.unit,
    cases.unit = 'once' as lump,
    cast(cases.quantity * 100 as bigint) * cast(cases.unit_price * 100 as bigint) as price,
    cases.start_date,
    cases.end_date,
    code(cases.law_paragraph) as law_paragraph,
    cases.status,
    coalesce(cases.registered_at, cases.decision_date, cases.start_date) as known_on,
    cases.cancelled_at
from cases
left join people
    on cases.person_key = people.person_key
left join homes
    on cases.household_key = homes.household_key

-- What persons cost by month of delivery in services under a refund scheme, as far as
-- their municipality bears it: postings of a person's case that another municipality
-- pays are left out, and so are postings without a case. Only months are kept in which
-- the costs alone of the person or the household pass $floor øre, with a twelfth of the
-- year's single expenses: in the others no scheme with thresholds pays anything, nor comes
-- near it. Single expenses are kept all.
--
-- grain: municipality, person_key, household_key, service, scheme, law_paragraph, lump, month, kind, paid_by
-- reads: postings, case_numbers, dear_months, service_versions
-- scheme         refund scheme of the service on the first day of the part
-- law_paragraph  of the case, else of the service
-- lump           given once: a single expense
-- month          month of delivery, months since year 0
-- kind           gross, income, refund
-- paid_by        of a refund the scheme that paid it, as booked, else the service's; else empty
-- ore            sum, with the sign of the ledger
-- may_pay        a single expense, or the costs pass $lowest øre: below it no scheme pays today

with

flagged as (

    select
        service,
        refund_scheme as scheme,
        law_paragraph,
        valid_from,
        valid_to
    from service_versions
    where refund_scheme <> ''

),

cells as (

    select
        postings.municipality,
        case_numbers.person,
        case_numbers.household,
        case_numbers.birth_date,
        postings.service,
        flagged.scheme,
        coalesce(case_numbers.law_paragraph, flagged.law_paragraph) as law_paragraph,
        case_numbers.lump,
        postings.month,
        postings.kind,
        case when postings.kind = 'refund' then coalesce(postings.refund_scheme, flagged.scheme) else code('') end as paid_by,
        min(case_numbers.number) as a_case,
        cast(sum(postings.ore) as bigint) as ore
    from postings
    inner join flagged
        on
            postings.service = flagged.service
            and postings.first_day >= flagged.valid_from
            and postings.first_day <= flagged.valid_to
    inner join case_numbers
        on
            postings.case_number = case_numbers.number
            and postings.municipality = case_numbers.municipality
    left join dear_months as persons
        on
            case_numbers.person = persons.id
            and postings.month = persons.month
            and persons.owner = 'person'
    left join dear_months as households
        on
            case_numbers.household = households.id
            and postings.month = households.month
            and households.owner = 'household'
    where
        postings.cost_basis = 'current'
        and postings.month <= $last_month
        and (case_numbers.lump or persons.id is not null or households.id is not null)
    group by
        postings.municipality,
        case_numbers.person,
        case_numbers.household,
        case_numbers.birth_date,
        postings.service,
        flagged.scheme,
        coalesce(case_numbers.law_paragraph, flagged.law_paragraph),
        case_numbers.lump,
        postings.month,
        postings.kind,
        case when postings.kind = 'refund' then coalesce(postings.refund_scheme, flagged.scheme) else code('') end

),

-- a unit is a person or a household; both are tried, with every member of the household
owned as (

    select municipality, 'person' as owner, person as id, month, lump, ore
    from cells
    where ore > 0
    union all
    select municipality, 'household' as owner, household as id, month, lump, ore
    from cells
    where household is not null and ore > 0

),

singles as (

    select municipality, owner, id, fiscal_year(month, 1) as year, cast(sum(ore) as bigint) as single
    from owned
    where lump
    group by municipality, owner, id, fiscal_year(month, 1)

),

running as (

    select municipality, owner, id, month, cast(sum(ore) as bigint) as running
    from owned
    where not lump
    group by municipality, owner, id, month

),

dear as (

    select
        running.municipality,
        running.owner,
        running.id,
        running.month,
        running.running * 12 + coalesce(singles.single, 0) > cast($lowest as bigint) * 12 as may_pay
    from running
    left join singles
        on
            running.municipality = singles.municipality
            and running.owner = singles.owner
            and running.id = singles.id
            and fiscal_year(running.month, 1) = singles.year
    where running.running * 12 + coalesce(singles.single, 0) > cast($floor as bigint) * 12

)

select
    cells.municipality,
    named.person_key,
    named.household_key,
    cells.birth_date,
    cells.service,
    cells.scheme,
    cells.law_paragraph,
    cells.lump,
    cells.month,
    cells.kind,
    cells.paid_by,
    cells.ore,
    cells.lump or coalesce(persons.may_pay, false) or coalesce(households.may_pay, false) as may_pay
from cells
inner join case_numbers as named
    on cells.a_case = named.number
left join dear as persons
    on
        cells.municipality = persons.municipality
        and cells.person = persons.id
        and cells.month = persons.month
        and persons.owner = 'person'
left join dear as households
    on
        cells.municipality = households.municipality
        and cells.household = households.id
        and cells.month = households.month
        and households.owner = 'household'
where cells.lump or persons.id is not null or households.id is not null

-- Months in which a person or a household may cost more than $floor øre in services under a refund
-- scheme, with a twelfth of the year's single expenses. It looks at costs alone, posting by posting,
-- so that corrections are not taken off: some of the months cost less, and none is left out.
--
-- grain: owner, id, month
-- reads: postings, case_persons, service_versions
-- owner  person or household
-- id     number of the person or the household
-- month  month of delivery, months since year 0

with

flagged as (

    select
        service,
        valid_from,
        valid_to
    from service_versions
    where refund_scheme <> ''

),

costs_of as (

    select
        case_persons.person,
        case_persons.household,
        case_persons.lump,
        postings.month,
        cast(sum(postings.ore) as bigint) as ore
    from postings
    inner join flagged
        on
            postings.service = flagged.service
            and postings.first_day >= flagged.valid_from
            and postings.first_day <= flagged.valid_to
    inner join case_persons
        on
            postings.case_id = case_persons.case_id
            and postings.municipality = case_persons.municipality
    where
        postings.cost_basis = 'current'
        and postings.month <= $last_month
        and postings.ore > 0
    group by case_persons.person, case_persons.household, case_persons.lump, postings.month

),

owned as (

    select 'person' as owner, person as id, month, lump, ore
    from costs_of
    union all
    select 'household' as owner, household as id, month, lump, ore
    from costs_of
    where household is not null

),

singles as (

    select owner, id, fiscal_year(month, 1) as year, cast(sum(ore) as bigint) as single
    from owned
    where lump
    group by owner, id, fiscal_year(month, 1)

),

running as (

    select owner, id, month, cast(sum(ore) as bigint) as running
    from owned
    where not lump
    group by owner, id, month

)

select running.owner, running.id, running.month
from running
left join singles
    on
        running.owner = singles.owner
        and running.id = singles.id
        and fiscal_year(running.month, 1) = singles.year
where running.running * 12 + coalesce(singles.single, 0) > cast($floor as bigint) * 12

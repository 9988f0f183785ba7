-- Months in which a person or a household may cost more than $floor øre in services under a refund
-- scheme, with a twelfth of the year's single expenses. It looks at costs alone, posting by posting,
-- so that corrections are not taken off: some of the months cost less, and none is left out.
--
-- grain: municipality, owner, id, month
-- reads: postings, case_numbers, service_versions
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
        postings.municipality,
        case_numbers.person,
        case_numbers.household,
        case_numbers.lump,
        postings.month,
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
    where
        postings.cost_basis = 'current'
        and postings.month <= $last_month
        and postings.ore > 0
    group by postings.municipality, case_numbers.person, case_numbers.household, case_numbers.lump, postings.month

),

owned as (

    select municipality, 'person' as owner, person as id, month, lump, ore
    from costs_of
    union all
    select municipality, 'household' as owner, household as id, month, lump, ore
    from costs_of
    where household is not null

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

)

select running.municipality, running.owner, running.id, running.month
from running
left join singles
    on
        running.municipality = singles.municipality
        and running.owner = singles.owner
        and running.id = singles.id
        and fiscal_year(running.month, 1) = singles.year
where running.running * 12 + coalesce(singles.single, 0) > cast($floor as bigint) * 12

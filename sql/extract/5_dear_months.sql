-- Months in which a person or a household may cost more than $floor øre in services under a refund
-- scheme, with a twelfth of the year's single expenses. It looks at costs alone, posting by posting,
-- so that corrections are not taken off, at what any municipality paid, and at a service also on days
-- when it had no scheme; a single expense counts whole in its month too. So some of the months cost
-- less, and none is left out.
--
-- grain: owner, id, month
-- reads: postings, case_numbers, service_versions
-- owner  person or household
-- id     number of the person or the household
-- month  month of delivery, months since year 0

with

costs_of as (

    select
        case_number,
        person,
        month,
        ore
    from postings
    where
        service in (select service from service_versions where refund_scheme <> '')
        and case_number is not null
        and cost_basis = 'current'
        and month <= $last_month
        and ore > 0

),

monthly as (

    select 'person' as owner, person as id, month, cast(sum(ore) as bigint) as ore
    from costs_of
    group by person, month
    union all
    select 'household' as owner, case_numbers.household as id, costs_of.month, cast(sum(costs_of.ore) as bigint) as ore
    from costs_of
    inner join case_numbers
        on costs_of.case_number = case_numbers.number
    where case_numbers.household is not null
    group by case_numbers.household, costs_of.month

),

singles_of as (

    select
        case_numbers.person,
        case_numbers.household,
        fiscal_year(costs_of.month, 1) as year,
        costs_of.ore
    from costs_of
    inner join case_numbers
        on costs_of.case_number = case_numbers.number
    where case_numbers.lump

),

singles as (

    select 'person' as owner, person as id, year, cast(sum(ore) as bigint) as ore
    from singles_of
    group by person, year
    union all
    select 'household' as owner, household as id, year, cast(sum(ore) as bigint) as ore
    from singles_of
    where household is not null
    group by household, year

)

select monthly.owner, monthly.id, monthly.month
from monthly
left join singles
    on
        monthly.owner = singles.owner
        and monthly.id = singles.id
        and fiscal_year(monthly.month, 1) = singles.year
where monthly.ore * 12 + coalesce(singles.ore, 0) > cast($floor as bigint) * 12

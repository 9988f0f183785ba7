-- Who came into a service, stayed and left, by year: persons by age on the year's
-- first day and by completed years in the service then. A person's grants of one
-- service are one stay when at most 31 days lie between them.
--
-- grain: municipality, service, year, age, duration
-- reads: grants, years
-- age        completed years on the year's first day, -1 for those not yet born
-- duration   completed years in the service on that day, 3 and more as 3; -1 came in the year, on its first day too,
--            unless that is the first day of all: what was there before is often given as from then on
-- persons    persons of the kind
-- exits      of them, who left in the year
-- days       days of those who stayed to the year's end
-- exit_days  days of those who left

with

spans as (

    select
        municipality,
        service,
        person,
        birth_date,
        first_day,
        last_day,
        max(last_day) over (
            partition by municipality, service, person
            order by first_day, last_day, number, band
            rows between unbounded preceding and 1 preceding
        ) as reached
    from grants
    where unit <> 'once'

),

numbered as (

    select
        municipality,
        service,
        person,
        birth_date,
        first_day,
        last_day,
        sum(case when first_day <= add_days(reached, 32) then 0 else 1 end) over (
            partition by municipality, service, person
            order by first_day, last_day
            rows unbounded preceding
        ) as stay
    from spans

),

stays as (

    select
        municipality,
        service,
        min(birth_date) as birth_date,
        min(first_day) as first_day,
        max(last_day) as last_day
    from numbered
    group by municipality, service, person, stay

),

known as (

    select min(first_day) as first_day
    from years

),

in_year as (

    select
        stays.municipality,
        stays.service,
        years.year,
        greatest(-1, years_old(stays.birth_date, years.first_day)) as age,
        case
            when stays.first_day >= years.first_day and stays.first_day > known.first_day then -1
            else least(3, years_old(stays.first_day, years.first_day))
        end as duration,
        case when stays.last_day <= years.last_day and stays.last_day < $as_of then 1 else 0 end as exits,
        days_from(greatest(stays.first_day, years.first_day), least(stays.last_day, years.last_day)) + 1 as days
    from stays
    inner join years
        on
            stays.first_day <= years.last_day
            and stays.last_day >= years.first_day
    cross join known

)

select
    municipality,
    service,
    year,
    cast(age as bigint) as age,
    cast(duration as bigint) as duration,
    cast(count(*) as bigint) as persons,
    cast(sum(exits) as bigint) as exits,
    cast(coalesce(sum(days) filter (where exits = 0), 0) as bigint) as days,
    cast(coalesce(sum(days) filter (where exits = 1), 0) as bigint) as exit_days
from in_year
group by municipality, service, year, age, duration

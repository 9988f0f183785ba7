-- Who passes an age boundary while in a service: persons with an active day on the day
-- before, and of them those with one in the 31 days from the boundary on. Days after the
-- as-of date are those that are granted.
--
-- grain: municipality, service, boundary, year
-- reads: banded_grants, age_limits
-- boundary  18, 23, 67 or pension: the age limit of the person's cohort
-- year      fiscal year of the day on which the age is reached, from $first_year on
-- persons   persons who pass the boundary
-- stayed    of them, who still have the service

with

near as (

    select
        banded_grants.municipality,
        banded_grants.service,
        banded_grants.person,
        age_limits.boundary,
        banded_grants.first_day,
        banded_grants.last_day,
        add_months(birthday(banded_grants.birth_date, age_limits.years), age_limits.months) as boundary_day
    from banded_grants
    inner join age_limits
        on
            banded_grants.birth_date >= age_limits.born_from
            and banded_grants.birth_date <= age_limits.born_to
    where
        not banded_grants.applied
        and banded_grants.unit <> 'once'

),

persons as (

    select
        municipality,
        service,
        person,
        boundary,
        boundary_day,
        max(case when last_day >= boundary_day then 1 else 0 end) as stayed
    from near
    where
        first_day <= add_days(boundary_day, 30)
        and last_day >= add_days(boundary_day, -1)
        and boundary_day <= $until
    group by municipality, service, person, boundary, boundary_day
    having max(case when first_day < boundary_day then 1 else 0 end) = 1

)

select
    municipality,
    service,
    boundary,
    fiscal_year(month_of(boundary_day), $year_start) as year,
    cast(count(*) as bigint) as persons,
    cast(sum(stayed) as bigint) as stayed
from persons
where fiscal_year(month_of(boundary_day), $year_start) >= $first_year
group by municipality, service, boundary, fiscal_year(month_of(boundary_day), $year_start)

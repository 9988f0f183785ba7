-- Published results of surveys, the newest year of each municipality, service,
-- domain and dimension that is not later than $last_year.
--
-- grain: municipality, service, domain, dimension
-- reads: assessment_means

with

ranked as (

    select
        *,
        row_number() over (
            partition by municipality, coalesce(service, 'all'), domain, dimension order by year desc
        ) as place
    from assessment_means
    where year <= $last_year

)

select
    municipality,
    coalesce(service, 'all') as service,
    domain,
    dimension,
    year,
    mean,
    coalesce(invited, 0) as invited,
    coalesce(answered, 0) as answered,
    standard_error,
    scale_min,
    scale_max
from ranked
where place = 1
order by municipality, service, domain, dimension

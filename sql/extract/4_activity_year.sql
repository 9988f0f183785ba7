-- Volume of an aggregated source: a year's full-year persons by service and band.
--
-- grain: municipality, service, band, year
-- reads: activity, ages
-- full_year_persons  as the source gives them, quarters summed as a mean
-- persons            persons of the year where the source counts them

with

named as (

    select
        code(activity.municipality) as municipality,
        code(activity.service) as service,
        activity.year,
        activity.quarter,
        activity.full_year_persons,
        activity.persons,
        code(case
            when activity.age_from is null then 'all'
            when youngest.band = eldest.band then youngest.band
            else ages_name(activity.age_from, activity.age_to)
        end) as band
    from activity
    left join ages as youngest
        on activity.age_from = youngest.age
    left join ages as eldest
        on eldest.age = coalesce(activity.age_to, 999)

)

select
    municipality,
    service,
    band,
    year,
    cast(sum(cast(full_year_persons as decimal(24, 9))) as double) / count(distinct coalesce(quarter, 0)) as full_year_persons,
    cast(max(persons) as bigint) as persons
from named
where year <= $last_year
group by municipality, service, band, year

-- Volume and money of a complete year: sums of months, persons of the year, and
-- the volume of aggregated sources, which is known by year only.
--
-- grain: municipality, service, band, year
-- reads: cell_month, person_counts, activity_year
-- days               granted days; null where the source is aggregated
-- full_year_persons  days / days of the year, or as the source gives it; null where the
--                    cell has money but its volume is not known
-- persons            distinct persons in the year; null where not known
-- gross, gross_total, income, refund  in øre

with

months_of_year as (

    select
        municipality,
        service,
        band,
        year,
        cast(sum(days) as bigint) as days,
        cast(sum(priced) as bigint) as priced,
        cast(sum(gross) as bigint) as gross,
        cast(sum(gross_total) as bigint) as gross_total,
        cast(sum(income) as bigint) as income,
        cast(sum(refund) as bigint) as refund
    from cell_month
    where year >= $first_year and year <= $last_year
    group by municipality, service, band, year

),

keys as (

    select municipality, service, band, year from months_of_year
    union
    select municipality, service, band, year from activity_year

)

select
    keys.municipality,
    keys.service,
    keys.band,
    keys.year,
    case when $has_cases then coalesce(months_of_year.days, 0) end as days,
    case
        when $has_cases
            then cast(coalesce(months_of_year.days, 0) as double) / year_days(keys.year, $year_start)
        else activity_year.full_year_persons
    end as full_year_persons,
    case when $has_cases then coalesce(person_counts.persons, 0) else activity_year.persons end as persons,
    coalesce(months_of_year.priced, 0) as priced,
    coalesce(months_of_year.gross, 0) as gross,
    coalesce(months_of_year.gross_total, 0) as gross_total,
    coalesce(months_of_year.income, 0) as income,
    coalesce(months_of_year.refund, 0) as refund
from keys
left join months_of_year
    on
        keys.municipality = months_of_year.municipality
        and keys.service = months_of_year.service
        and keys.band = months_of_year.band
        and keys.year = months_of_year.year
left join activity_year
    on
        keys.municipality = activity_year.municipality
        and keys.service = activity_year.service
        and keys.band = activity_year.band
        and keys.year = activity_year.year
left join person_counts
    on
        person_counts.scale = 'year'
        and keys.municipality = person_counts.municipality
        and keys.service = person_counts.service
        and keys.band = person_counts.band
        and keys.year = person_counts.period

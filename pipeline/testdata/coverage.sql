-- Published intervals against continuations of the synthetic municipality.
-- $1 continuations, $2 services, $3 forecast, $4 forecast_total
-- grain: level, measure, horizon; means over items and continuations; nan where there is no interval
-- wis: weighted interval score of Bracher et al. (2021) with alpha .05, .2 and .5
with law as (
    select service, age_band, year, draw, 'full_year_persons' as measure, full_year_persons as value
    from read_parquet($1)
    union all
    select service, age_band, year, draw, 'gross', cast(gross_current as double)
    from read_parquet($1)
    union all
    select service, age_band, year, draw, 'refund', cast(refund_current as double)
    from read_parquet($1)
    where service in (select service from read_parquet($1) where refund_current <> 0) -- 0 inside 0 to 0 says nothing
    union all
    select service, age_band, year, draw, 'net', cast(gross_current + income_current + refund_current as double)
    from read_parquet($1)
),

committees as (
    select service, arg_max(committee, valid_from) as committee from read_parquet($2) group by service
),

truth as (
    -- refunds and income are booked on one of a person's services, and income often without a person: no truth by age
    select 'series' as level, service || '/' || age_band as item, year, draw, measure, value
    from law where measure in ('full_year_persons', 'gross')
    union all
    select 'service', service, year, draw, measure, sum(value) from law group by service, year, draw, measure
    union all
    select 'committee', committee, year, draw, measure, sum(value)
    from law join committees using (service) group by committee, year, draw, measure
    union all
    select 'all', 'all', year, draw, measure, sum(value) from law group by year, draw, measure
),

forecast as (
    select 'series' as level, service || '/' || age_band as item, year, measure, price_basis, mean, p2_5, p10, p25, p50, p75, p90, p97_5
    from read_parquet($3)
    union all
    select level, item, year, measure, price_basis, mean, p2_5, p10, p25, p50, p75, p90, p97_5
    from read_parquet($4)
),

interval_of as (
    select level, item, year, measure, cast(mean as double) as mean, columns('p\d.*')::double
    from forecast
    where price_basis in ('none', 'current') and measure in ('full_year_persons', 'gross', 'refund', 'net')
),

held as (
    select
        level, measure, year - 2024 as horizon,
        case when p10 is null then null when value between p10 and p90 then 1.0 else 0 end as in80,
        case when p10 is null then null when value between p2_5 and p97_5 then 1.0 else 0 end as in95,
        abs(value - mean) as error,
        (
            abs(value - p50) / 2
            + .05 / 2 * (p97_5 - p2_5) + greatest(0, p2_5 - value, value - p97_5)
            + .2 / 2 * (p90 - p10) + greatest(0, p10 - value, value - p90)
            + .5 / 2 * (p75 - p25) + greatest(0, p25 - value, value - p75)
        ) / 3.5 as wis
    from truth join interval_of using (level, item, year, measure)
)

select level, measure, cast(horizon as integer), coalesce(avg(in80), 'nan'), coalesce(avg(in95), 'nan'), coalesce(avg(wis), 'nan'), avg(error)
from held
where level in ('series', 'service', 'committee', 'all')
group by level, measure, horizon

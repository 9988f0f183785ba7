-- The ledger by service, age band and month of delivery. The band is that of the
-- posting's own ages, otherwise that of the person of its case on the first day of
-- the posting's part of the month, otherwise null: no person is known.
--
-- grain: municipality, service, kind, cost_basis, band, month, booked
-- reads: postings, cases, ages, bands
-- month     month of delivery, months since year 0
-- booked    month of posting
-- ore       sum, in øre
-- postings  number of postings

with

births as (

    select case_id, birth_date from cases

),

own_band as (

    select
        postings.municipality,
        postings.service,
        postings.kind,
        postings.cost_basis,
        coalesce(
            bands.band,
            case
                when postings.age_from is null then ages.band
                when postings.age_to is null then concat(cast(postings.age_from as varchar), '+')
                else concat(cast(postings.age_from as varchar), '-', cast(postings.age_to as varchar))
            end
        ) as band,
        postings.month,
        postings.booked,
        postings.ore
    from postings
    left join births
        on
            postings.age_from is null
            and postings.case_id = births.case_id
    left join ages
        on ages.age = years_old(births.birth_date, postings.first_day)
    left join bands
        on
            postings.age_from >= bands.age_from
            and postings.age_from <= bands.age_to
            and coalesce(postings.age_to, 999) <= bands.age_to

)

select
    municipality,
    service,
    kind,
    cost_basis,
    band,
    month,
    booked,
    cast(sum(ore) as bigint) as ore,
    cast(count(*) as bigint) as postings
from own_band
group by municipality, service, kind, cost_basis, band, month, booked

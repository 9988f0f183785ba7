-- The ledger by service, age band and month of delivery. The band is that of the
-- posting's own ages, otherwise that of the person of its case on the first day of
-- the posting's part of the month, otherwise null: no person is known.
--
-- grain: municipality, service, unmapped, kind, cost_basis, band, month, booked
-- reads: postings, cases, ages
-- unmapped       the account, where it belongs to no service; else null
-- month          month of delivery, months since year 0; of posting where service is null
-- booked         month of posting
-- ore            sum, in øre
-- aggregate_ore  of it from postings that are sums of several persons
-- postings       number of postings; one delivered over several months counts in each
-- aggregates     of them sums of several persons

with

births as (

    select case_id, birth_date from cases

),

-- joins below are by equality alone: a posting with ages of its own asks for no person
parts as (

    select
        municipality,
        service,
        unmapped,
        aggregated,
        kind,
        cost_basis,
        case when age_from is null then case_id end as person_case,
        age_from,
        age_to,
        case when age_from is not null then coalesce(age_to, 999) end as oldest,
        month,
        booked,
        first_day,
        ore
    from postings

),

own_band as (

    select
        parts.municipality,
        parts.service,
        parts.unmapped,
        parts.aggregated,
        parts.kind,
        parts.cost_basis,
        case
            when parts.age_from is null then persons.band
            when youngest.band = eldest.band then youngest.band
            when parts.age_to is null then cast(parts.age_from as varchar) || '+'
            else cast(parts.age_from as varchar) || '-' || cast(parts.age_to as varchar)
        end as band,
        parts.month,
        parts.booked,
        parts.ore
    from parts
    left join births
        on parts.person_case = births.case_id
    left join ages as persons
        on persons.age = years_old(births.birth_date, parts.first_day)
    left join ages as youngest
        on parts.age_from = youngest.age
    left join ages as eldest
        on parts.oldest = eldest.age

)

select
    municipality,
    service,
    unmapped,
    kind,
    cost_basis,
    band,
    month,
    booked,
    cast(sum(ore) as bigint) as ore,
    cast(coalesce(sum(ore) filter (where aggregated), 0) as bigint) as aggregate_ore,
    cast(count(*) as bigint) as postings,
    cast(count(*) filter (where aggregated) as bigint) as aggregates
from own_band
group by municipality, service, unmapped, kind, cost_basis, band, month, booked

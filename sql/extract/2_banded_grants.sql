-- Grants and applications as a run of $as_of knows them, cut where the person passes an
-- age band: one row is one of them in one band, for its days there, also those still to
-- come until $until, where an open one ends. What counts is "What a run knows" in
-- docs/definitions.md: what was cancelled after $as_of was not then. What is given once
-- has only the day of its start. An application counts for the period that it asks for,
-- but no day until $as_of.
--
-- grain: number, band
-- reads: case_numbers, bands
-- number      of the case
-- person      number of the person
-- applied     an application that is not decided; else a grant
-- start_date  of the grant; of an application its first day that counts
-- price       as in case_numbers
-- first_day   first day in the band
-- last_day    last day in the band, at most $until

with

begun as (

    select
        number,
        person,
        municipality,
        service,
        birth_date,
        unit,
        lump,
        price,
        coalesce(status, 'granted') = 'applied' as applied,
        case
            when status = 'applied' then greatest(start_date, add_days(cast($as_of as date), 1))
            else start_date
        end as start_date,
        end_date,
        case when status = 'cancelled' and coalesce(cancelled_at, $as_of) <= $as_of then coalesce(cancelled_at, start_date) end as cancelled_on
    from case_numbers
    where known_on <= $as_of

),

known as (

    select
        number,
        person,
        municipality,
        service,
        birth_date,
        unit,
        price,
        applied,
        start_date,
        least(
            case when lump then start_date else coalesce(end_date, $until) end,
            $until,
            case when cancelled_on is not null then add_days(cancelled_on, -1) else $until end
        ) as last_date
    from begun

)

select
    known.number,
    known.person,
    known.municipality,
    known.service,
    known.birth_date,
    code(bands.band) as band,
    known.unit,
    known.price,
    known.applied,
    known.start_date,
    greatest(known.start_date, birthday(known.birth_date, bands.age_from)) as first_day,
    least(known.last_date, add_days(birthday(known.birth_date, bands.age_to + 1), -1)) as last_day
from known
inner join bands
    on
        known.last_date >= birthday(known.birth_date, bands.age_from)
        and known.start_date < birthday(known.birth_date, bands.age_to + 1)
where known.start_date <= known.last_date

-- Granted services as a run of $as_of knows them, cut where the person passes an
-- age band: one row is one grant in one band, for the days it is active there, also
-- those still to come until $until, where an open grant ends. What counts is "What
-- a run knows" in docs/definitions.md: what was cancelled after $as_of was not then.
-- A grant given once has only the day of its start.
--
-- grain: number, band
-- reads: case_numbers, bands
-- number     of the case
-- person     number of the person
-- price      as in case_numbers
-- first_day  first active day in the band
-- last_day   last active day in the band, at most $until

with

known as (

    select
        number,
        person,
        municipality,
        service,
        birth_date,
        unit,
        price,
        start_date,
        least(
            case when lump then start_date else coalesce(end_date, $until) end,
            $until,
            case
                when status = 'cancelled' and coalesce(cancelled_at, $as_of) <= $as_of
                    then add_days(coalesce(cancelled_at, start_date), -1)
                else $until
            end
        ) as last_date
    from case_numbers
    where
        known_on <= $as_of
        and coalesce(status, 'granted') <> 'applied'

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
    greatest(known.start_date, birthday(known.birth_date, bands.age_from)) as first_day,
    least(known.last_date, add_days(birthday(known.birth_date, bands.age_to + 1), -1)) as last_day
from known
inner join bands
    on
        known.last_date >= birthday(known.birth_date, bands.age_from)
        and known.start_date < birthday(known.birth_date, bands.age_to + 1)
where known.start_date <= known.last_date

-- Granted services as a run of $as_of knows them, cut where the person passes an
-- age band: one row is one grant in one band, for the days it is active there, also
-- those still to come until $until, where an open grant ends. What counts is "What
-- a run knows" in docs/definitions.md: what was cancelled after $as_of was not then.
-- A grant given once has only the day of its start.
--
-- view: reads raw rows, is never stored
-- grain: case_id, band
-- reads: cases, bands
-- price      quantity x unit_price in hundredths of an øre, exact: of a week for day and
--            hour, of a month, or once
-- first_day  first active day in the band
-- last_day   last active day in the band, at most $until

with

known as (

    select
        case_id,
        person_key,
        paying_municipality as municipality,
        service,
        birth_date,
        unit,
        cast(quantity * 100 as bigint) * cast(unit_price * 100 as bigint) as price,
        start_date,
        least(
            case when unit = 'once' then start_date else coalesce(end_date, $until) end,
            $until,
            case
                when status = 'cancelled' and coalesce(cancelled_at, $as_of) <= $as_of
                    then add_days(coalesce(cancelled_at, start_date), -1)
                else $until
            end
        ) as last_date
    from cases
    where
        coalesce(registered_at, decision_date, start_date) <= $as_of
        and coalesce(status, 'granted') <> 'applied'

)

select
    known.case_id,
    known.person_key,
    known.municipality,
    known.service,
    known.birth_date,
    bands.band,
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

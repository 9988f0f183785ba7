-- Granted services after $as_of: what is already decided and still to be delivered,
-- with grants that have not started.
--
-- view: a part of known_grants, is never stored
-- grain: number, band
-- reads: known_grants
-- first_day, last_day  active days in the band, all after $as_of

select
    number,
    person,
    municipality,
    service,
    birth_date,
    band,
    unit,
    price,
    greatest(first_day, add_days($as_of, 1)) as first_day,
    last_day
from known_grants
where
    last_day > $as_of
    and (unit <> 'once' or first_day > $as_of)

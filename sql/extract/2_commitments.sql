-- Granted services after $as_of: what is already decided and still to be delivered,
-- with grants that have not started.
--
-- view: reads raw rows, is never stored
-- grain: case_id, band
-- reads: known_grants
-- first_day, last_day  active days in the band, all after $as_of

select
    case_id,
    person_key,
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

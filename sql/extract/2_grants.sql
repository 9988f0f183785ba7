-- Granted services until $as_of: what has been delivered, as far as cases tell.
--
-- view: reads raw rows, is never stored
-- grain: case_id, band
-- reads: known_grants
-- first_day, last_day  active days in the band, none after $as_of

select
    case_id,
    person_key,
    municipality,
    service,
    birth_date,
    band,
    unit,
    price,
    first_day,
    least(last_day, $as_of) as last_day
from known_grants
where first_day <= $as_of

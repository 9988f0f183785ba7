-- Granted services until $as_of: what has been delivered, as far as cases tell.
--
-- view: a part of known_grants, is never stored
-- grain: number, band
-- reads: known_grants
-- first_day, last_day  active days in the band, none after $as_of

select
    number,
    person,
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

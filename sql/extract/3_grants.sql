-- Granted services until $as_of: what has been delivered, as far as cases tell.
--
-- view: a part of banded_grants, is never stored
-- grain: number, band
-- reads: banded_grants
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
from banded_grants
where
    not applied
    and first_day <= $as_of

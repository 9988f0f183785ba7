-- Granted services after $as_of: what is already decided and still to be delivered,
-- with grants that have not started.
--
-- view: a part of banded_grants, is never stored
-- grain: number, band
-- reads: banded_grants
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
from banded_grants
where
    not applied
    and last_day > $as_of
    and (unit <> 'once' or first_day > $as_of)

-- Granted services as a run of $as_of knows them, by age band: the grants of banded_grants.
--
-- view: reads raw rows, is never stored
-- grain: case_id, band
-- reads: banded_grants
-- price      as in banded_grants
-- first_day  first active day in the band
-- last_day   last active day in the band, also those still to come

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
    last_day
from banded_grants
where not applied

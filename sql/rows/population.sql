-- Persons by band and day of reference, every known vintage, oldest first.
--
-- grain: municipality, band, reference_date, kind, vintage
-- reads: population_band

select
    municipality,
    band,
    reference_date,
    kind,
    vintage,
    persons
from population_band
order by municipality, band, reference_date, kind, vintage

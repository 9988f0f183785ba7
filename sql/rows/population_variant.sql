-- Persons by band and day of reference of one variant of the projection, every known
-- vintage, oldest first.
--
-- grain: municipality, band, reference_date, kind, vintage
-- reads: population_variant

select
    municipality,
    band,
    reference_date,
    kind,
    vintage,
    persons
from population_variant
order by municipality, band, reference_date, kind, vintage

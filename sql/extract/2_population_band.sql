-- Persons by band on each day that was counted or projected, by vintage.
--
-- grain: municipality, band, reference_date, kind, vintage
-- reads: population, used_bands
-- persons  both sexes, main variant

select
    population.municipality,
    used_bands.band,
    population.reference_date,
    population.kind,
    population.vintage,
    cast(sum(population.persons) as bigint) as persons
from population
inner join used_bands
    on
        population.age >= used_bands.age_from
        and population.age <= used_bands.age_to
where
    coalesce(population.variant, 'main') = 'main'
    and coalesce(population.vintage, population.reference_date) <= $as_of
group by population.municipality, used_bands.band, population.reference_date, population.kind, population.vintage

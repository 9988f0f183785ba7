-- Persons by band on each day that a variant of the projection says something of, by
-- vintage: what a what-if puts in place of the main variant.
--
-- grain: municipality, band, reference_date, kind, vintage
-- reads: population, used_bands
-- persons  both sexes, variant $variant

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
    population.variant = $variant
    and population.kind <> 'actual'
    and coalesce(population.vintage, population.reference_date) <= $as_of
group by population.municipality, used_bands.band, population.reference_date, population.kind, population.vintage

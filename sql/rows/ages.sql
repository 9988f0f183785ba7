-- Inhabitants by single age and day of reference, every known vintage, oldest first,
-- for the model cohort.
--
-- grain: municipality, age, reference_date, kind, known
-- reads: population
-- known    day of the vintage; the day of reference where none is said
-- persons  both sexes, main variant

select
    municipality,
    cast(age as bigint) as age,
    reference_date,
    kind,
    coalesce(vintage, reference_date) as known,
    cast(sum(persons) as bigint) as persons
from population
where
    coalesce(variant, 'main') = 'main'
    and coalesce(vintage, reference_date) <= $as_of
group by municipality, age, reference_date, kind, coalesce(vintage, reference_date)
order by municipality, known, reference_date, kind, age

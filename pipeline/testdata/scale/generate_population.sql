-- Persons of each age on each 1 January.

select
    cast(101 + place as varchar) as municipality,
    make_date(cast(2019 + year as bigint), 1, 1) as reference_date,
    cast(age as integer) as age,
    cast(300 + hash(place, year, age) % 400 as integer) as persons,
    'actual' as kind,
    make_date(cast(2019 + year as bigint), 2, 15) as vintage,
    'main' as variant,
    'drawn' as source
from range(98) as places(place), range(7) as years(year), range(106) as ages(age)

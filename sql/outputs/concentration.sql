-- How much of the gross cost the most expensive persons have, and how many cost more than
-- the amounts of refund schemes. Kroner, current prices. Restricted: persons are few.
--
-- grain: municipality, level, item, year, persons_group
-- reads: concentration, catalogue
-- level          service, committee or all; item is its code. A person's cost is that of the item and year
-- persons_group  top_1, top_5, top_10: the most expensive; top_1_percent, top_10_percent: of the persons
--                with cost, rounded up; linked: all persons with cost; above_SCHEME_STEP: persons who cost
--                more in the year than that amount of a refund scheme
-- threshold      the amount, of the year's first month and for grown-ups; null for other groups
-- assumed        the amount is carried from an earlier year
-- persons        in the group; a group with nobody has no row
-- amount         what they cost
-- share          amount / gross of the item, which holds what is booked without a person too

select
    concentration.municipality,
    concentration.level,
    concentration.item,
    cast(concentration.year as integer) as year,
    concentration.persons_group,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    'actual' as provenance,
    kroner(concentration.threshold) as threshold,
    concentration.assumed,
    concentration.persons,
    kroner(concentration.ore) as amount,
    kroner(concentration.gross) as gross,
    concentration.share
from concentration
left join catalogue
    on concentration.level = 'service' and concentration.item = catalogue.service

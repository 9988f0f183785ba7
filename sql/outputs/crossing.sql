-- Who passes an age boundary while in a service, in complete years and those that are
-- open. To the day: the boundary is the day on which the age is reached.
--
-- grain: municipality, service, boundary, year
-- reads: crossings, catalogue, run_facts
-- boundary    18, 23, 67 (central refusion) or pension (by birth cohort, a dated rule)
-- provenance  actual; committed in the open year and the next, from what is granted
-- persons     persons with an active day on the day before the boundary
-- stayed      of them, with an active day in the 31 days from the boundary on

select
    crossings.municipality,
    crossings.service,
    crossings.boundary,
    cast(crossings.year as integer) as year,
    catalogue.committee,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    case when crossings.year <= run_facts.last_year then 'actual' else 'committed' end as provenance,
    crossings.persons,
    crossings.stayed
from crossings
cross join run_facts
left join catalogue
    on crossings.service = catalogue.service

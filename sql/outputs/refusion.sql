-- What refund schemes pay of a service in a year by their rules, beside what was booked;
-- amounts in kroner, current prices, refunds negative. Restricted: persons are few.
--
-- grain: municipality, service, scheme, year
-- reads: refusion_year, catalogue, run_facts
-- scheme      refund scheme, empty where a refund names none
-- provenance  actual; estimated in the part year, where refunds are still to come
-- by_rule     null where the scheme has no rule in the year, or needs persons that are not known
-- booked      refunds of the year's deliveries, as booked until the as-of date
-- difference  booked less by_rule: above 0 less was booked than the rule gives
-- persons     whose cost the rule refunds; null for schemes that pay a flat share
-- assumed     rests on amounts carried from an earlier year

select
    refusion_year.municipality,
    refusion_year.service,
    refusion_year.scheme,
    cast(refusion_year.year as integer) as year,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    case when refusion_year.year <= run_facts.last_year then 'actual' else 'estimated' end as provenance,
    kroner(refusion_year.by_rule) as by_rule,
    kroner(refusion_year.booked) as booked,
    kroner(refusion_year.difference) as difference,
    refusion_year.persons,
    refusion_year.assumed
from refusion_year
cross join run_facts
left join catalogue
    on refusion_year.service = catalogue.service

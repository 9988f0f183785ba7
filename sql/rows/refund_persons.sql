-- What persons of one municipality cost by month under a refund scheme, see person_month:
-- all of it, or the months in which a scheme may pay.
--
-- grain: person_key, household_key, service, scheme, law_paragraph, lump, month, kind, paid_by
-- reads: person_month

select
    municipality,
    person_key,
    household_key,
    birth_date,
    service,
    scheme,
    law_paragraph,
    lump,
    month,
    kind,
    paid_by,
    ore
from person_month
where
    municipality = code($municipality)
    and (may_pay or $all_months)

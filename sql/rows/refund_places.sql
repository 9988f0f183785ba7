-- The municipalities that bear costs which a refund scheme may pay of.
--
-- grain: municipality
-- reads: person_month

select distinct municipality
from person_month
order by municipality

-- What money without a person is shared over age bands by.
--
-- grain: municipality, service, band, month
-- reads: case_month

select
    municipality,
    service,
    band,
    month,
    days,
    priced
from case_month
order by municipality, service, band, month

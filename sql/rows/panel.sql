-- The panel as the stages in Go read it; money in whole øre.
--
-- grain: municipality, service, band, year
-- reads: panel

select
    municipality,
    service,
    band,
    year,
    population,
    full_year_persons,
    gross,
    gross_total,
    income,
    refund,
    cast(coalesce(gross_fixed, gross) as double) as gross_fixed
from panel
order by municipality, service, band, year

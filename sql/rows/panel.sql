-- The panel as the stages in Go read it; money in whole øre. With $municipality
-- only that one; otherwise every municipality that has any cost. One that has
-- volume and no cost is somebody else who pays for places here: its money is in
-- its own ledger.
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
where
    municipality = $municipality
    or (
        $municipality = ''
        and municipality in (select panel.municipality from panel where panel.gross <> 0 or panel.gross_total <> 0)
    )
order by municipality, service, band, year

-- What each service cost in a year, of the municipalities that the run is about: as in rows/panel.
--
-- grain: service
-- reads: panel
-- gross  in øre

select
    service,
    cast(sum(gross) as bigint) as gross
from panel
where
    year = $year
    and $municipality in ('', municipality)
group by service
order by service

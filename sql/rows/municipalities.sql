-- The municipalities of the panel.
--
-- grain: municipality
-- reads: panel

select distinct municipality
from panel
order by municipality

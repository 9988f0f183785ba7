-- How many wait for a service, by year in which they would have it.
--
-- grain: kind, municipality, service, year
-- reads: waiting, years_open
-- kind     granted (granted not started) or applied
-- grants   grants or applications with a day in the year
-- persons  distinct persons

select
    waiting.kind,
    waiting.municipality,
    waiting.service,
    years_open.year,
    cast(count(distinct waiting.number) as bigint) as grants,
    cast(count(distinct waiting.person) as bigint) as persons
from waiting
inner join years_open
    on
        waiting.first_day <= years_open.last_day
        and waiting.last_day >= years_open.first_day
group by waiting.kind, waiting.municipality, waiting.service, years_open.year

-- Stock and flow of every service, for the model cohort.
--
-- grain: municipality, service, year, age, duration
-- reads: flows

select
    municipality,
    service,
    year,
    age,
    duration,
    persons,
    exits,
    days,
    exit_days
from flows
order by municipality, service, year, age, duration

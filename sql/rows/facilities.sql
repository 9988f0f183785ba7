-- What own institutions cost and how many days were used and sold, of complete years.
--
-- grain: facility, service, year
-- reads: capacity
-- cost  fixed and variable, in øre

select
    facility,
    service,
    year,
    cast((fixed_cost + variable_cost) * 100 as bigint) as cost,
    cast(occupied_days as double) as occupied_days,
    cast(sold_days as double) as sold_days
from capacity
where year <= $last_year
order by facility, service, year

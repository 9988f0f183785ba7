-- What the last published run holds of gross cost by month of posting, in øre: all of it,
-- also what belongs to no service.
--
-- grain: month
-- reads: published_reconciliation
-- month  months since year 0

select
    month_of(month) as month,
    cast(sum(booked) * 100 as bigint) as ore
from published_reconciliation
group by month
order by month

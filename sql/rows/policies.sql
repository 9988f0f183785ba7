-- What was decided and is no drift, in øre.
--
-- grain: year, service
-- reads: policy_changes

select
    year,
    service,
    cast(sum(amount) * 100 as bigint) as ore
from policy_changes
group by year, service
order by year, service

-- The account map as cumulative shares: the services of an account in a year share a posting in
-- the order of their codes (docs/definitions.md, Money). What the map leaves out of an account
-- is a last share without a service.
--
-- grain: year, account, after
-- reads: account_map
-- after  share of the services before, in millionths
-- upto   the same with this service's, in millionths

with

shares as (

    select
        year,
        account,
        code(service) as service,
        coalesce(
            sum(share) over (
                partition by year, account order by service rows between unbounded preceding and 1 preceding
            ),
            0
        ) as share_from,
        sum(share) over (partition by year, account order by service rows unbounded preceding) as share_to
    from account_map

)

select
    year,
    account,
    service,
    cast(share_from * 1000000 as bigint) as after,
    cast(share_to * 1000000 as bigint) as upto
from shares
union all
select
    year,
    account,
    null as service,
    cast(max(share_to) * 1000000 as bigint) as after,
    1000000 as upto
from shares
group by year, account
having max(share_to) < 1

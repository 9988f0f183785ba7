-- The frame of each year as of $as_of: the newest corrected budget, else the
-- original, and what supplementary grants adopted after it have added.
--
-- grain: year, service, committee, price_year
-- reads: budget
-- ore       in prices of price_year
-- original  what was adopted first, likewise; null without

with

known as (

    select
        year,
        coalesce(municipality, '') as municipality,
        coalesce(service, '') as service,
        case when service is null then coalesce(committee, '') else '' end as committee,
        kind,
        adopted_on,
        amount,
        coalesce(price_year, year) as price_year,
        max(case when kind = 'corrected' then adopted_on end) over (
            partition by
                year,
                coalesce(municipality, ''),
                coalesce(service, ''),
                case when service is null then coalesce(committee, '') else '' end
        ) as corrected_on
    from budget
    where
        concept = $concept
        and ($municipality = '' or coalesce(municipality, $municipality) = $municipality)
        and coalesce(adopted_on, $as_of) <= $as_of

)

select
    year,
    service,
    committee,
    price_year,
    cast(
        coalesce(
            sum(amount) filter (
                where (kind = 'original' and corrected_on is null)
                or (kind = 'corrected' and adopted_on = corrected_on)
                or (kind = 'supplementary' and (corrected_on is null or adopted_on > corrected_on))
            ),
            0
        ) * 100 as bigint
    ) as ore,
    cast(sum(amount) filter (where kind = 'original') * 100 as bigint) as original
from known
group by year, service, committee, price_year
order by year, service, committee, price_year

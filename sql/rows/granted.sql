-- What cases say a year costs, as far as a run of its as-of date knows: delivered
-- until then, and decided for the rest of the year.
--
-- grain: municipality, service, year
-- reads: grant_month, years_open
-- delivered  price of grants until the as-of date, in øre
-- committed  price of grants after it, in øre
-- committed_days  days of grants after it

select
    grant_month.municipality,
    grant_month.service,
    years_open.year,
    cast(coalesce(sum(grant_month.priced) filter (where not grant_month.committed), 0) as bigint) as delivered,
    cast(coalesce(sum(grant_month.priced) filter (where grant_month.committed), 0) as bigint) as committed,
    cast(coalesce(sum(grant_month.days) filter (where grant_month.committed), 0) as bigint) as committed_days
from grant_month
inner join years_open
    on
        grant_month.month >= years_open.first_month
        and grant_month.month <= years_open.last_month
group by grant_month.municipality, grant_month.service, years_open.year
order by grant_month.municipality, grant_month.service, years_open.year

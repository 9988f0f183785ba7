-- Gross cost by the month in which it is posted in the accounts, split by what a run of
-- $as_of knows: a posting registered or dated after that day was not there yet.
--
-- grain: month, known
-- reads: costs
-- month     months since year 0
-- known     registered, or else dated, on or before $as_of
-- ore       sum, in øre
-- postings  number of postings

with

gross as (

    select
        month_of(accounted_on(posting_date, accounting_year, $year_start)) as month,
        coalesce(registered_at, posting_date) <= $as_of as known,
        cast(cast(amount as decimal(18, 2)) * 100 as bigint) as ore
    from costs
    where kind = 'gross' and coalesce(cost_basis, 'current') = 'current'

)

select
    month,
    known,
    cast(sum(ore) as bigint) as ore,
    cast(count(*) as bigint) as postings
from gross
group by month, known
order by month, known

-- Postings dated on or before $until, by month of their date and month in which they became
-- known: the newest normal month of them gives the default as-of date, and how fresh the
-- ledger is (docs/definitions.md, What a run knows). Months are of the dates themselves, not
-- of the accounts.
--
-- grain: month, known
-- reads: costs
-- month     of posting_date, months since year 0
-- known     month of registered_at, without it of posting_date
-- newest    newest posting_date
-- postings  number of postings
-- ore       their amounts without sign, in øre; capped where øre cannot count them

with

dated as (

    select
        posting_date,
        month_of(posting_date) as month,
        month_of(coalesce(registered_at, posting_date)) as known,
        cast(amount as decimal(18, 2)) as kroner
    from costs
    where posting_date <= $until

)

select
    month,
    known,
    max(posting_date) as newest,
    cast(count(*) as bigint) as postings,
    cast(least(cast(sum(greatest(kroner, -kroner)) as decimal(36, 2)), 92233720368547000) * 100 as bigint) as ore
from dated
group by month, known
order by month, known

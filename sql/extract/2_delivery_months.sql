-- The months of every span of delivery in the ledger: a posting finds its months by the first
-- and the last of them. A span within one month has that month, whatever it is; a longer one has
-- those of its months that the calendar has. The months of posting in the accounts are spans too: what belongs to
-- no service stands in them.
--
-- grain: first_month, last_month, month
-- reads: costs, months
-- first_day  first day of the month; null in a span within one month
-- last_day   its last day, likewise

with

accounted as (

    select
        delivery_from,
        delivery_to,
        accounted_on(posting_date, accounting_year, $year_start) as accounted
    from costs

),

spans as (

    select
        month_of(coalesce(delivery_from, accounted)) as first_month,
        month_of(coalesce(delivery_to, delivery_from, accounted)) as last_month
    from accounted
    union
    select
        month_of(accounted) as first_month,
        month_of(accounted) as last_month
    from accounted

)

select
    spans.first_month,
    spans.last_month,
    coalesce(months.month, spans.first_month) as month,
    months.first_day,
    months.last_day
from spans
left join months
    on
        months.month >= spans.first_month
        and months.month <= spans.last_month
        and spans.first_month <> spans.last_month
where
    spans.first_month = spans.last_month
    or months.month is not null

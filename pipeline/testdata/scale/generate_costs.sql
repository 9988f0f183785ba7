-- The ledger: a gross posting for each month in which a grant is open, in the order of months and by chance within a month; one for the
-- quarter for a twentieth of the grants; own payment and refunds of some. Postings come up to four months late. Two in a hundred have no
-- case, three in a thousand an account that no service has.

with

places as (

    select r // getvariable('cases') as month, (r % getvariable('cases')) * 7368787 % getvariable('cases') as i, r
    from range(cast(getvariable('cases') * 78 as bigint)) as numbers(r)

),

spans as (

    select month, i, r, first_month(i) as opens, last_month(i) as closes
    from places
    where month between first_month(i) and first_month(i) + 150

),

delivered as (

    select
        letter || lpad(cast(r as varchar), 9, '0') as posting_id,
        case when letter = 'P' then 'gross' when draw(r, 'other', 100) < 4 then 'income' else 'refund' end as kind,
        month,
        i,
        r,
        case when letter = 'P' and draw(i, 'quarterly', 20) = 0 then greatest(opens, month - month % 3) else month end as month_from
    from spans
    cross join (values ('P'), ('Q')) as letters(letter)
    where
        month between opens and closes
        and case
            when letter = 'P' then draw(i, 'quarterly', 20) > 0 or month % 3 = 2 or month = closes
            else draw(r, 'other', 100) < 7
        end

),

dated as (

    select
        *,
        greatest(start_day(i), month_start(month_from)) as delivery_from,
        least(end_day(i), month_start(month + 1) - 1) as delivery_to
    from delivered

),

booked as (

    select
        *,
        delivery_to + cast(case when draw(r, 'late', 25) = 0 then 40 + draw(r, 'lag', 80) else draw(r, 'lag', 25) end as integer) as posting_date
    from dated

)

select
    posting_id,
    posting_date,
    municipality(i) as municipality,
    kind,
    cast(
        price(i, kinds.unit)
        * case when kinds.unit in ('day', 'hour') then quantity(i, kinds.unit) / 7 when kinds.unit = 'month' then 1 / 30.4 else 1 end
        * case when kinds.unit = 'once' then 1 else delivery_to - delivery_from + 1 end
        * (900 + draw(r, 'amount', 200)) / 1000
        * case kind when 'gross' then 1 when 'income' then -0.06 else -0.3 end
        as decimal(18, 2)
    ) as amount,
    case when draw(r, 'unmapped', 1000) < 3 then 'K99999' else accounts.account end as account,
    case when draw(r, 'sum', 50) > 0 then case_id(i) end as case_id,
    case when draw(r, 'sum', 50) > 0 then person_key(i) end as person_key,
    delivery_from,
    delivery_to,
    posting_date as registered_at,
    '1' as dranst,
    case kind when 'gross' then ['4.0', '4.6', '5.1'][1 + draw(i, 'art', 3)] when 'income' then '7.9' else '8.6' end as art,
    case when kind = 'refund' and draw(r, 'scheme', 20) = 0 then 'central' end as refund_scheme,
    cast(null as integer) as age_from,
    cast(null as integer) as age_to
from booked
inner join kinds
    on kinds.number = kind_of(i)
left join accounts
    on accounts.number = kind_of(i) and accounts.year = extract(year from posting_date)
where posting_date <= date '2025-06-30'

-- What the account map marks an account as, for the kind of posting (income or gross) that
-- such a payment is. Where rows of an account and year differ, the first kind by name counts.
--
-- grain: year, account, kind
-- reads: account_map, payment_kinds
-- person  false: paid by population, for no person

with

marked as (

    select
        account_map.year,
        account_map.account,
        payment_kinds.kind,
        min(account_map.payment) as payment
    from account_map
    inner join payment_kinds
        on account_map.payment = payment_kinds.payment
    group by account_map.year, account_map.account, payment_kinds.kind

)

select
    marked.year,
    marked.account,
    marked.kind,
    marked.payment,
    named.person
from marked
inner join payment_kinds as named
    on marked.payment = named.payment

-- The words that large tables repeat in every row: municipalities, services, accounts, laws
-- and refund schemes, kinds, bases and payments of postings, age bands. A run holds each as a
-- small number (code, in shims/).
--
-- grain: word
-- reads: activity, account_map, ages, cases, costs, payment_kinds, services
-- word  in the order of text

with

words as (

    select municipality as word from costs
    union
    select kind as word from costs
    union
    select cost_basis as word from costs
    union
    select account as word from costs
    union
    select payment as word from payment_kinds
    union
    select kind as word from payment_kinds
    union
    select service as word from costs
    union
    select paying_municipality as word from cases
    union
    select service as word from cases
    union
    select law_paragraph as word from cases
    union
    select law_paragraph as word from services
    union
    select refund_scheme as word from services
    union
    select refund_scheme as word from costs
    union
    select service as word from services
    union
    select service as word from account_map
    union
    select municipality as word from activity
    union
    select service as word from activity
    union
    select band as word from ages
    union
    select ages_name(age_from, age_to) as word from costs
    union
    select ages_name(age_from, age_to) as word from activity
    union
    select '' as word
    union
    select 'all' as word
    union
    select 'current' as word

)

select word
from words
where word is not null
order by word

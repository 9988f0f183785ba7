-- What other payers paid for places, by year of delivery, of municipalities that have income.
--
-- grain: municipality, service, year
-- reads: payment_year, payment_kinds
-- ore  with the sign of the ledger: negative; 0 where the income is no sale

select
    payment_year.municipality,
    payment_year.service,
    payment_year.year,
    cast(coalesce(sum(payment_year.ore) filter (where payment_year.payment = 'sale'), 0) as bigint) as ore
from payment_year
inner join payment_kinds
    on payment_year.payment = code(payment_kinds.payment)
where payment_kinds.kind = 'income'
group by payment_year.municipality, payment_year.service, payment_year.year
order by payment_year.municipality, payment_year.service, payment_year.year

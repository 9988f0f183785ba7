-- What a municipality's citizens, other municipalities, regions and the state paid, and what it paid them, by
-- service, year of delivery and kind of payment; kroner, current prices, with the sign of the ledger: cost positive,
-- income negative. By the rules of pipeline/payment/rules.yaml. Amounts of income add up to the income of the panel.
--
-- grain: municipality, service, year, payment
-- reads: payment_year, payment_kinds, catalogue, run_facts
-- year             year of delivery
-- payment          own_payment, sale, purchase, to_state, from_state, objective_financing, other_income
-- kind             kind of posting: income or gross
-- provenance       actual; estimated in the part year, of which more is still to be delivered and booked
-- amount           of deliveries until the as-of date, booked until then: booked_before + booked_in_year + booked_after
-- booked_before    booked in an earlier year than delivered
-- booked_after     booked in a later year than delivered: late
-- past_deadline    of amount, booked later than a claim was to be made; null where there is no deadline
-- deadline_months  months after the delivery within which a claim is to be made
-- linked           of amount, from postings that name a case
-- persons          distinct persons of those cases

select
    payment_year.municipality,
    payment_year.service,
    cast(payment_year.year as integer) as year,
    payment_year.payment,
    payment_kinds.kind,
    payment_kinds.label_da as payment_label_da,
    payment_kinds.label_en as payment_label_en,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    case when payment_year.year <= run_facts.last_year then 'actual' else 'estimated' end as provenance,
    kroner(payment_year.ore) as amount,
    kroner(payment_year.booked_before) as booked_before,
    kroner(payment_year.booked_in_year) as booked_in_year,
    kroner(payment_year.booked_after) as booked_after,
    kroner(payment_year.past_deadline) as past_deadline,
    cast(payment_year.months as integer) as deadline_months,
    kroner(payment_year.linked) as linked,
    payment_year.persons,
    payment_year.cases
from payment_year
cross join run_facts
inner join payment_kinds
    on cast(payment_year.payment as varchar) = payment_kinds.payment
left join catalogue
    on payment_year.service = catalogue.service

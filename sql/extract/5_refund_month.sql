-- Refunds as booked, by scheme and month of delivery, of persons and of sums.
--
-- grain: municipality, service, scheme, month
-- reads: postings, services
-- scheme   as booked, else the service's on that day, else empty
-- month    month of delivery, months since year 0
-- ore      sum, with the sign of the ledger: negative

select
    postings.municipality,
    postings.service,
    coalesce(postings.refund_scheme, services.refund_scheme, '') as scheme,
    postings.month,
    cast(sum(postings.ore) as bigint) as ore
from postings
left join services
    on
        postings.service = services.service
        and postings.first_day >= services.valid_from
        and postings.first_day <= coalesce(services.valid_to, cast('9999-12-31' as date))
where
    postings.kind = 'refund'
    and postings.cost_basis = 'current'
    and postings.month <= $last_month
    and postings.service is not null
group by
    postings.municipality,
    postings.service,
    coalesce(postings.refund_scheme, services.refund_scheme, ''),
    postings.month

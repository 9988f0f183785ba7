-- Refunds as booked, by scheme and month of delivery, of persons and of sums.
--
-- grain: municipality, service, scheme, month
-- reads: postings, service_versions
-- scheme   as booked, else the service's on that day, else empty
-- month    month of delivery, months since year 0
-- ore      sum, with the sign of the ledger: negative

select
    postings.municipality,
    postings.service,
    coalesce(postings.refund_scheme, service_versions.refund_scheme, code('')) as scheme,
    postings.month,
    cast(sum(postings.ore) as bigint) as ore
from postings
left join service_versions
    on
        postings.service = service_versions.service
        and postings.first_day >= service_versions.valid_from
        and postings.first_day <= service_versions.valid_to
where
    postings.kind = 'refund'
    and postings.cost_basis = 'current'
    and postings.month <= $last_month
    and postings.service is not null
group by
    postings.municipality,
    postings.service,
    coalesce(postings.refund_scheme, service_versions.refund_scheme, code('')),
    postings.month

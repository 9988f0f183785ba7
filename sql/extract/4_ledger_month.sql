-- The ledger by service, age band and month of delivery.
--
-- grain: municipality, service, unmapped, kind, cost_basis, band, month, booked
-- reads: postings
-- unmapped       the account, where it belongs to no service; else null
-- band           null where no person is known
-- month          month of delivery, months since year 0; of posting where service is null
-- booked         month of posting
-- ore            sum, in øre
-- aggregate_ore  of it from postings that are sums of several persons
-- postings       number of postings; one delivered over several months counts in each
-- aggregates     of them sums of several persons

select
    municipality,
    service,
    unmapped,
    kind,
    cost_basis,
    band,
    month,
    booked,
    cast(sum(ore) as bigint) as ore,
    cast(coalesce(sum(ore) filter (where aggregated), 0) as bigint) as aggregate_ore,
    cast(count(*) as bigint) as postings,
    cast(count(*) filter (where aggregated) as bigint) as aggregates
from postings
group by municipality, service, unmapped, kind, cost_basis, band, month, booked

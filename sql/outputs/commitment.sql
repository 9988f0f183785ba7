-- What is already granted for the open year and the next, as of the run. Kroner,
-- current prices.
--
-- grain: municipality, service, year
-- reads: commitment, catalogue
-- delivered       price of grants until the as-of date
-- committed       price of grants after it: decided and still to be delivered
-- committed_days  days of those grants
-- booked          gross cost in the ledger for the year's deliveries, so far
-- provenance      committed

select
    commitment.municipality,
    commitment.service,
    cast(commitment.year as integer) as year,
    catalogue.committee,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    'committed' as provenance,
    kroner(commitment.delivered) as delivered,
    kroner(commitment.committed) as committed,
    commitment.committed_days,
    kroner(commitment.booked) as booked
from commitment
left join catalogue
    on commitment.service = catalogue.service

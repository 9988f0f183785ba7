-- What is already granted for the open year and the next, as of the run, and what is
-- known to be on its way. Kroner, current prices.
--
-- grain: municipality, service, year
-- reads: commitment, catalogue
-- delivered       price of grants until the as-of date
-- committed       price of grants after it: decided and still to be delivered
-- committed_days  days of those grants
-- booked          gross cost in the ledger for the year's deliveries, so far
-- provenance      committed
-- waiting_granted  of committed, what has not started for persons who do not have the service yet
-- waiting_granted_grants, waiting_granted_persons  grants of that kind, distinct persons
-- waiting_applied  price of what is applied for and not decided, as asked for; not a part of committed
-- waiting_applied_grants, waiting_applied_persons  applications, distinct persons
-- turning_18       persons with this service (their dearest) who turn 18 until the end of the year and for whom nothing
--                  new is granted or applied for
-- known_inflow     what such persons are expected to cost in this service, new to them, by what those who turned 18
--                  in earlier years came to get; no part of committed or waiting; null where too few did
-- known_inflow_persons  such persons expected to come, no whole number

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
    kroner(commitment.booked) as booked,
    kroner(commitment.waiting_granted) as waiting_granted,
    commitment.waiting_granted_grants,
    commitment.waiting_granted_persons,
    kroner(commitment.waiting_applied) as waiting_applied,
    commitment.waiting_applied_grants,
    commitment.waiting_applied_persons,
    commitment.turning_18,
    kroner(commitment.known_inflow) as known_inflow,
    commitment.known_inflow_persons
from commitment
left join catalogue
    on commitment.service = catalogue.service

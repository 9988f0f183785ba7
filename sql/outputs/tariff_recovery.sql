-- What the tariffs of sold places recovered of their cost, by own institution and service, and where the
-- difference is to go; kroner, current prices, income negative. By the rules of pipeline/tariff/rules.yaml. Empty
-- without the extract capacity.
--
-- grain: service, facility, year
-- reads: tariff_recovery, catalogue
-- facility         all is the sum over the service's facilities
-- cost             fixed and variable cost of all days
-- unit_cost        cost of a day with a citizen in a place
-- sold_cost        cost × sold_days / occupied_days
-- income           what other payers paid, from the ledger by year of delivery; of a facility only where no other sold
-- recovery         what was paid less sold_cost: above 0 the tariff was too high
-- share_of_income  recovery over what was paid
-- carried_in       recovery of an earlier year that this year's tariff was to settle, with that year's sign
-- to_carry         recovery + carried_in: still to be settled
-- carry_year       the year whose tariff has to_carry in it at the latest
-- status           ok; nothing_sold; no_occupied_days, sold_unknown, no_sold_days: capacity lacks days; income_unknown: the
--                  ledger does not tell sales apart, or whose they are; income_shared: known for the service only

select
    tariff_recovery.service,
    tariff_recovery.facility,
    cast(tariff_recovery.year as integer) as year,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    kroner(tariff_recovery.cost) as cost,
    tariff_recovery.occupied_days,
    tariff_recovery.sold_days,
    tariff_recovery.unit_cost,
    kroner(tariff_recovery.sold_cost) as sold_cost,
    kroner(tariff_recovery.income) as income,
    kroner(tariff_recovery.recovery) as recovery,
    tariff_recovery.share_of_income,
    kroner(tariff_recovery.carried_in) as carried_in,
    kroner(tariff_recovery.to_carry) as to_carry,
    cast(tariff_recovery.carry_year as integer) as carry_year,
    tariff_recovery.status
from tariff_recovery
left join catalogue
    on tariff_recovery.service = catalogue.service

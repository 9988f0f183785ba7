-- What each scenario does to each service in each year. Kroner, current prices.
--
-- grain: scenario, year, service
-- reads: scenario_service, catalogue
-- cut        by lower service level
-- floor      the least that law or good practice allows: minimum_share of the forecast less savings
-- reachable  the least that can be reached this year, since running grants change at re-assessment
-- protected  the scenario does not cut this service

select
    scenario_service.scenario,
    cast(scenario_service.year as integer) as year,
    scenario_service.service,
    scenario_service.committee,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    kroner(scenario_service.forecast) as forecast,
    kroner(scenario_service.cut) as cut,
    kroner(scenario_service.measure_cost) as measure_cost,
    kroner(scenario_service.measure_saving) as measure_saving,
    kroner(scenario_service.after) as after,
    kroner(scenario_service.floor) as floor,
    kroner(scenario_service.reachable) as reachable,
    scenario_service.protected
from scenario_service
left join catalogue
    on scenario_service.service = catalogue.service

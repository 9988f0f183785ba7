-- The price level that each service's money is carried by between fixed and current prices, and the common
-- one of frames and of services without their own.
--
-- grain: service, year
-- reads: price_level, catalogue
-- service     code; all is the common level
-- provenance  actual, projected or assumed (carried on by the mean of the last three years)
-- basis       what the year rests on: wages_prices (by wage_share), weighted, own, own_service, none
-- wage_share  share of the service's cost that is wages, by the catalogue; null where it is not known
-- growth      into the year; null in the first
-- level       the price year is 100
-- to_fixed    factor from the year's prices to those of the price year

select
    price_level.service,
    cast(price_level.year as integer) as year,
    catalogue.label_da as service_label_da,
    catalogue.label_en as service_label_en,
    price_level.provenance,
    price_level.basis,
    price_level.wage_share,
    price_level.growth,
    price_level.level,
    price_level.to_fixed
from price_level
left join catalogue
    on price_level.service = catalogue.service
where price_level.to_fixed is not null

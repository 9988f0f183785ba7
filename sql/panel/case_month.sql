-- Granted days and their price by month, until the as-of date.
--
-- view: a part of grant_month, is never stored
-- grain: municipality, service, band, month
-- reads: grant_month
-- days    granted days, of all grants
-- cases   grants with at least one active day
-- priced  price of the grants, in øre

select
    municipality,
    service,
    band,
    month,
    days,
    cases,
    priced
from grant_month
where not committed

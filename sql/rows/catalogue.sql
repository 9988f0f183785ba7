-- The catalogue of services.
--
-- grain: service
-- reads: catalogue

select
    service,
    label_da,
    label_en,
    committee,
    target_group,
    statutory,
    minimum_share,
    wage_share,
    refund_scheme
from catalogue
order by service

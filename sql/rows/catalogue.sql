-- The catalogue of services, without codes that another carries on.
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
where not carried_on
order by service

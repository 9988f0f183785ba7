-- The catalogue as of $as_of: of each service the version valid that day, else
-- the newest before it, else the first to come.
--
-- grain: service
-- reads: services
-- carried_on  another code carries this one on, so that nothing is read with it

with

ranked as (

    select
        service,
        valid_from,
        label_da,
        label_en,
        committee,
        target_group,
        statutory,
        minimum_share,
        wage_share,
        refund_scheme,
        max(case when coalesce(superseded_by, '') = '' then 0 else 1 end) over (partition by service) = 1 as carried_on,
        row_number() over (
            partition by service
            order by
                case when valid_from <= $as_of then 0 else 1 end,
                case when valid_from <= $as_of then valid_from end desc nulls last,
                valid_from
        ) as place
    from services

)

select
    service,
    valid_from,
    coalesce(label_da, service) as label_da,
    coalesce(label_en, label_da, service) as label_en,
    coalesce(committee, '') as committee,
    coalesce(target_group, '') as target_group,
    coalesce(statutory, '') as statutory,
    minimum_share,
    wage_share,
    coalesce(refund_scheme, '') as refund_scheme,
    carried_on
from ranked
where place = 1
order by service

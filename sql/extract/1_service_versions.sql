-- Versions of services by stable code, one a day: those of the service, and before its
-- first one those of the code that it carries on. Of several codes that it carries on,
-- the one that is known from the first day counts, of two the first by code.
--
-- grain: service, valid_from
-- reads: services
-- service   the code that is left, where codes were superseded
-- valid_to  last day; 31 December 9999 while in force

with

codes as (

    select
        service as code,
        coalesce(max(nullif(superseded_by, '')), service) as service,
        min(valid_from) as first_from
    from services
    group by service

),

ranked as (

    select
        code,
        service,
        row_number() over (
            partition by service
            order by case when code = service then 0 else 1 end nulls last, first_from nulls last, code nulls last
        ) as place
    from codes

),

-- a service's own code, and the one it carries on
chosen as (

    select
        ranked.code,
        ranked.service,
        own.first_from as own_from
    from ranked
    left join codes as own
        on
            ranked.service = own.code
            and ranked.code <> ranked.service
    where ranked.place <= 2

)

select
    code(chosen.service) as service,
    services.valid_from,
    case
        when services.valid_to < chosen.own_from then services.valid_to
        when chosen.own_from is not null then add_days(chosen.own_from, -1)
        else coalesce(services.valid_to, cast('9999-12-31' as date))
    end as valid_to,
    code(services.refund_scheme) as refund_scheme,
    code(services.law_paragraph) as law_paragraph
from chosen
inner join services
    on chosen.code = services.service
where chosen.own_from is null or services.valid_from < chosen.own_from

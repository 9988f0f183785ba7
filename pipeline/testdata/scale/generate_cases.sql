-- Grants: one for each number below the variable cases. A person has one and a half of them on average.

select
    case_id(i) as case_id,
    person_key(i) as person_key,
    kinds.service,
    start_day(i) as start_date,
    case when draw(i, 'open', 10) < 3 and last_month(i) > 77 then null else end_day(i) end as end_date,
    kinds.unit,
    cast(quantity(i, kinds.unit) as decimal(12, 2)) as quantity,
    cast(price(i, kinds.unit) as decimal(18, 2)) as unit_price,
    date '2016-01-01' - cast((home.age_from + greatest(0, home.age_to - 6 - home.age_from) * share(person(i), 'age')) * 365.25 as integer) as birth_date,
    municipality(i) as paying_municipality,
    case when draw(person(i), 'household', 4) = 0 then 'h' || person_key(i)[:12] end as household_key,
    municipality(i) as acting_municipality,
    municipality(i) as residence_municipality,
    kinds.target_group,
    ['low', 'medium', 'high'][1 + draw(i, 'need', 3)] as need_level,
    ['own', 'municipality', 'region', 'private'][1 + draw(i, 'provider', 4)] || '_' || draw(i, 'place', 300) as provider,
    ['own', 'municipality', 'region', 'private'][1 + draw(i, 'provider', 4)] as provider_kind,
    kinds.law_paragraph,
    case
        when draw(i, 'cancelled', 50) = 0 then 'cancelled'
        when last_month(i) <= 77 then 'ended'
        when first_month(i) > 77 then 'granted'
        else 'running'
    end as status,
    start_day(i) - cast(draw(i, 'waiting', 90) as integer) as decision_date,
    start_day(i) - cast(draw(i, 'waiting', 90) as integer) + cast(case when draw(i, 'late', 20) = 0 then 100 else 1 end as integer) as registered_at,
    case when draw(i, 'cancelled', 50) = 0 then start_day(i) + cast(draw(i, 'cancelled at', 200) as integer) end as cancelled_at
from range(cast(getvariable('cases') as bigint)) as grants(i)
inner join kinds
    on kinds.number = kind_of(i)
inner join kinds as home
    on home.number = draw(person(i), 'service', 25)

-- What a run at the same place in each year knew of that year's grants: their
-- price if open ones go on to the end of the year. Nothing that happened after the
-- day is used: a grant that ended later was open then. An extract does not say when
-- an end became known, so planned ends are left out alike in all years.
--
-- grain: municipality, service, year
-- reads: cases, years_past
-- week_sum   price of a week x days, of grants by day and hour (øre / 100)
-- month_sum  price of a month x days, of grants by month (øre / 100)
-- once_sum   price of grants given once (øre / 100)

with

known as (

    select
        cases.paying_municipality as municipality,
        cases.service,
        years_past.year,
        cases.unit,
        cast(cases.quantity * 100 as bigint) * cast(cases.unit_price * 100 as bigint) as price,
        greatest(cases.start_date, years_past.first_day) as first_day,
        least(
            years_past.last_day,
            case
                when cases.unit = 'once' then cases.start_date
                when cases.end_date <= years_past.as_of then cases.end_date
                else years_past.last_day
            end,
            case
                when cases.status = 'cancelled' and coalesce(cases.cancelled_at, cases.start_date) <= years_past.as_of
                    then add_days(coalesce(cases.cancelled_at, cases.start_date), -1)
                else years_past.last_day
            end
        ) as last_day
    from cases
    inner join years_past
        on
            cases.start_date <= years_past.last_day
            and coalesce(cases.end_date, years_past.last_day) >= years_past.first_day
            and coalesce(cases.registered_at, cases.decision_date, cases.start_date) <= years_past.as_of
    where coalesce(cases.status, 'granted') <> 'applied'

),

priced as (

    select
        municipality,
        service,
        year,
        unit,
        price,
        days_from(first_day, last_day) + 1 as days
    from known
    where first_day <= last_day

)

select
    municipality,
    service,
    year,
    cast(coalesce(sum(price * days) filter (where unit in ('day', 'hour')), 0) as decimal(38, 0)) as week_sum,
    cast(coalesce(sum(price * days) filter (where unit = 'month'), 0) as decimal(38, 0)) as month_sum,
    cast(coalesce(sum(price) filter (where unit = 'once'), 0) as decimal(38, 0)) as once_sum
from priced
group by municipality, service, year

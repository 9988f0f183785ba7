-- The panel from the files by plain DuckDB statements, without checks, one after the other: grants to days, price and persons; postings to
-- kroner by service, band and month of delivery; what has no person shared by largest remainder. It knows what the generator makes and
-- nothing else: calendar years, postings with an account and dates of delivery, no ages of their own, none registered after the last month.
-- Variable: folder of the extracts. Makes the table bare (municipality, service, band, year, days, persons, gross, income, refund).

create macro month_number(d) as year(d) * 12 + month(d) - 1;

create macro rounded(n, d) as (2 * abs(n) + d) // (2 * d) * sign(n);

-- born on 29 February: 1 March in a common year
create macro birthday(b, n) as case
    when month(b) = 2 and day(b) = 29 and day(last_day(make_date(year(b) + n, 2, 1))) = 28 then make_date(year(b) + n, 3, 1)
    else make_date(year(b) + n, month(b), day(b))
end;

create table ages as
select age, case
    when age < 6 then '0-5' when age < 12 then '6-11' when age < 18 then '12-17' when age < 23 then '18-22' when age < 30 then '23-29'
    when age < 40 then '30-39' when age < 50 then '40-49' when age < 60 then '50-59' when age < 67 then '60-66' when age < 75 then '67-74'
    when age < 85 then '75-84' else '85+' end as band
from range(151) as a(age);

create table bands as select band, min(age) as age_from, max(age) + 1 as age_to, row_number() over (order by min(age)) as place from ages group by band;

create table months as
select month_number(d) as month, cast(d as date) as first_day, last_day(d) as last_day, day(last_day(d)) as days
from range(date '2015-01-01', date '2025-07-01', interval 1 month) as m(d);

-- grants in bands, to the as-of date
create table grants as
with known as (
    select
        case_id, person_key, paying_municipality as municipality, service, birth_date, unit,
        cast(quantity * 100 as bigint) * cast(unit_price * 100 as bigint) as price, start_date,
        least(
            case when unit = 'once' then start_date else coalesce(end_date, date '2025-06-30') end, date '2025-06-30',
            case when status = 'cancelled' then coalesce(cancelled_at, start_date) - 1 else date '2025-06-30' end
        ) as last_date
    from read_parquet(getvariable('folder') || '/cases.parquet')
    where registered_at <= date '2025-06-30' and status <> 'applied'
)
select
    municipality, service, band, person_key, birth_date, unit, price,
    greatest(start_date, begins) as first_day,
    least(last_date, ends - 1) as last_day
from (
    select *, birthday(birth_date, age_from) as begins, birthday(birth_date, age_to) as ends
    from known, bands
    where year(last_date) - year(birth_date) >= age_from and year(start_date) - year(birth_date) <= age_to
)
where start_date <= last_date and last_date >= begins and start_date < ends;

-- days and price by month: running sums of starts and ends
create table granted as
with events as (
    select municipality, service, band, unit, price, first_day as d, 1 as sign from grants
    union all
    select municipality, service, band, unit, price, last_day + 1 as d, -1 as sign from grants where unit <> 'once'
),
sums as (
    select
        municipality, service, band, month_number(d) as month,
        sum(sign) filter (unit <> 'once') as active,
        sum(sign * (day(last_day(d)) + 1 - day(d))) filter (unit <> 'once') as rem,
        sum(sign * price) filter (unit in ('day', 'hour')) as week_price,
        sum(sign * price * (day(last_day(d)) + 1 - day(d))) filter (unit in ('day', 'hour')) as week_rem,
        sum(sign * price) filter (unit = 'month') as month_price,
        sum(sign * price * (day(last_day(d)) + 1 - day(d))) filter (unit = 'month') as month_rem,
        sum(price) filter (unit = 'once') as once
    from events
    group by all
),
cells as (
    select municipality, service, band, min(month) as first_month, row_number() over () as cell from sums group by all
),
dense as (
    select
        cells.*, months.month, months.days as length, coalesce(rem, 0) as rem, coalesce(week_rem, 0) as week_rem,
        coalesce(month_rem, 0) as month_rem, coalesce(once, 0) as once,
        coalesce(sum(active) over w, 0) as active, coalesce(sum(week_price) over w, 0) as week_price, coalesce(sum(month_price) over w, 0) as month_price
    from cells
    join months on months.month >= first_month
    left join sums on sums.municipality = cells.municipality and sums.service = cells.service and sums.band = cells.band and sums.month = months.month
    window w as (partition by cell order by months.month rows between unbounded preceding and 1 preceding)
)
select
    municipality, service, band, month,
    cast(active * length + rem as bigint) as days,
    cast(rounded(length * (week_price * length + week_rem) + 7 * (month_price * length + month_rem) + 7 * length * once, 700 * length) as bigint) as priced
from dense;

create table persons as
select municipality, service, band, year, count(*) as persons
from (
    select distinct municipality, service, band, person_key, unnest(range(greatest(year(first_day), 2019), year(last_day) + 1)) as year
    from grants
    where unit <> 'once'
)
group by all;

-- postings by service, band and month
create table shares as
select
    year, account, service,
    cast(1000000 * (sum(share) over w - share) as bigint) as after, cast(1000000 * sum(share) over w as bigint) as upto
from read_parquet(getvariable('folder') || '/account_map.parquet')
window w as (partition by year, account order by service rows unbounded preceding);

create table spans as
with span as (
    select distinct month_number(delivery_from) as first_month, month_number(delivery_to) as last_month
    from read_parquet(getvariable('folder') || '/costs.parquet')
)
select span.*, months.* from span join months on month between first_month and last_month;

create table ledger as
with parts as (
    select
        costs.municipality, shares.service, costs.kind, costs.case_id, spans.month, greatest(delivery_from, spans.first_day) as first_day,
        case
            when after = 0 and upto = 1000000 then cast(amount * 100 as bigint)
            else rounded(cast(amount * 100 as bigint) * upto, 1000000) - rounded(cast(amount * 100 as bigint) * after, 1000000)
        end as ore,
        first_month = last_month as whole,
        least(delivery_to, spans.last_day) - delivery_from + 1 as until,
        greatest(delivery_from, spans.first_day) - delivery_from as before,
        delivery_to - delivery_from + 1 as length
    from read_parquet(getvariable('folder') || '/costs.parquet') as costs
    join shares on shares.account = costs.account and shares.year = year(costs.posting_date)
    join spans on first_month = month_number(delivery_from) and last_month = month_number(delivery_to)
)
select
    parts.municipality, parts.service, parts.kind, ages.band, parts.month,
    cast(sum(case when whole then ore else rounded(ore * until, length) - rounded(ore * before, length) end) as bigint) as ore
from parts
left join read_parquet(getvariable('folder') || '/cases.parquet') as cases
    on cases.case_id = parts.case_id
left join ages
    on ages.age = year(first_day) - year(birth_date) - cast(month(first_day) * 32 + day(first_day) < month(birth_date) * 32 + day(birth_date) as integer)
group by all;

-- what has no person is shared by the price of the month, else by the days of the year
create table shared as
with weights as (
    select municipality, service, band, month, month // 12 as year, priced as weight, 'month' as scale from granted where priced > 0
    union all
    select municipality, service, band, null, month // 12, cast(sum(days) as bigint), 'year' from granted group by all having sum(days) > 0
),
unlinked as (
    select l.municipality, l.service, l.kind, l.month, l.ore, w.municipality is not null as monthly
    from ledger as l
    left join (select distinct municipality, service, month from weights where scale = 'month') as w
        on w.municipality = l.municipality and w.service = l.service and w.month = l.month
    where l.band is null
),
matched as (
    select u.*, w.band, w.weight from unlinked as u join weights as w
        on u.municipality = w.municipality and u.service = w.service and w.scale = 'month' and u.month = w.month
    where monthly
    union all
    select u.*, w.band, w.weight from unlinked as u join weights as w
        on u.municipality = w.municipality and u.service = w.service and w.scale = 'year' and u.month // 12 = w.year
    where not monthly
),
parts as (
    select
        matched.*, place, abs(cast(ore as hugeint)) * weight // sum(weight) over (w) as part, abs(cast(ore as hugeint)) * weight % sum(weight) over (w) as rest
    from matched join bands using (band)
    window w as (partition by municipality, service, kind, month)
)
select
    municipality, service, kind, band, month,
    sign(ore) * (part + case when row_number() over (w order by rest desc, place) <= abs(ore) - sum(part) over (w) then 1 else 0 end) as ore
from parts
window w as (partition by municipality, service, kind, month)
union all
select u.municipality, u.service, u.kind, 'all', u.month, u.ore from unlinked as u
where not exists (select 1 from matched as m where m.municipality = u.municipality and m.service = u.service and m.kind = u.kind and m.month = u.month);

create table bare as
with money as (
    select
        municipality, service, band, month // 12 as year,
        sum(ore) filter (kind = 'gross') as gross, sum(ore) filter (kind = 'income') as income, sum(ore) filter (kind = 'refund') as refund
    from (select * from ledger where band is not null union all by name select * from shared)
    group by all
),
volume as (
    select municipality, service, band, month // 12 as year, sum(days) as days from granted group by all having sum(days) > 0 or sum(priced) > 0
)
select
    municipality, service, band, year, cast(coalesce(days, 0) as bigint) as days, coalesce(persons, 0) as persons,
    cast(coalesce(gross, 0) as bigint) as gross, cast(coalesce(income, 0) as bigint) as income, cast(coalesce(refund, 0) as bigint) as refund
from volume
full join money using (municipality, service, band, year)
left join persons using (municipality, service, band, year)
where year between 2019 and 2024;

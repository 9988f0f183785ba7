-- What the made-up municipalities are drawn from: every value is a hash of the row's number and of what it is for, so that the same
-- number of rows gives the same rows. Month 0 is January 2019; the ledger has 78 months, to June 2025. The variable cases is how many
-- grants there are; the tables kinds and accounts hold what a service is.
--
-- draw(i, what, n)  a whole number from 0 to n - 1
-- person(i)         number of the person of grant i; three grants to two persons
-- kind_of(i)        number of the service of grant i; mostly a person's grants are of one service
-- open_months       months from the one of the start to the one of the end: long tail, mean about two years; one for what is given once
-- price             unit_price in kroner: per day, hour, month, or once

create macro draw(i, what, n) as cast(hash(i, what) % n as bigint);

create macro share(i, what) as (draw(i, what, 1000000) + 1) / 1000001;

create macro month_start(m) as make_date(2009 + (m + 120) // 12, (m + 120) % 12 + 1, 1);

create macro person(i) as draw(i, 'person', (getvariable('cases') * 2 + 2) // 3);

create macro municipality(i) as cast(101 + cast(floor(98 * pow(share(person(i), 'municipality'), 1.5)) as bigint) as varchar);

create macro kind_of(i) as (draw(person(i), 'service', 25) + case when draw(i, 'other service', 5) = 0 then 1 else 0 end) % 25;

create macro once(i) as kind_of(i) % 12 = 10;

create macro first_month(i) as draw(i, 'start', 114) - 36;

create macro open_months(i) as case when once(i) then 1 else 1 + least(150, cast(floor(-ln(share(i, 'duration')) * 28) as bigint)) end;

create macro last_month(i) as first_month(i) + open_months(i) - 1;

create macro start_day(i) as month_start(first_month(i)) + cast(case when open_months(i) = 1 then 0 else draw(i, 'start day', 28) end as integer);

create macro end_day(i) as month_start(last_month(i)) + cast(draw(i, 'end day', 28) as integer);

create macro price(i, unit) as case unit
    when 'day' then 600 + draw(i, 'price', 2400)
    when 'hour' then 350 + draw(i, 'price', 350)
    when 'month' then 3000 + draw(i, 'price', 30000)
    else 500 + draw(i, 'price', 20000)
end;

create macro quantity(i, unit) as case unit when 'day' then 1 + draw(i, 'quantity', 7) when 'hour' then (1 + draw(i, 'quantity', 40)) * 0.5 else 1 end;

create macro case_id(i) as 'G' || lpad(cast(i as varchar), 11, '0') || '-' || lpad(cast((first_month(i) + 228) // 12 % 100 as varchar), 2, '0');

create macro person_key(i) as lpad(to_hex(hash(person(i), 'key')), 16, '0');

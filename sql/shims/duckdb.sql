-- The functions that the queries use beyond ANSI SQL, as DuckDB macros. Another
-- engine gets the same names in its own words.
--
-- month_of(d)           months since year 0: year * 12 + month - 1; cheaper than truncating dates
-- month_first(m)        first day of that month
-- month_days(m)         days of that month
-- fiscal_year(m, s)     the year that month m belongs to when years start in month s (1-12);
--                       a year that does not start in January has the name of the year it ends in
-- year_first(y, s)      first month of fiscal year y
-- year_days(y, s)       days of fiscal year y
-- accounted_on(d, y, s) the day on which a posting of day d counts in the accounts of fiscal year y: d where it
--                       lies in y or y is null, else the last day of y where d is later, the first where it is earlier
-- birthday(b, n)        the day a person born on b turns n: 1 March in a common year for 29 February
-- years_old(b, d)       completed years on day d
-- add_days(d, n)        the day n days after d
-- add_months(d, n)      the same day n months later, else the last day of that month
-- days_from(a, b)       days from a to b
-- code(x)               x, a word of extract/words, held as a small number that reads, compares and
--                       sorts like the text; until the words are read, and in other engines, the text
-- row_id()              a number of the row, each once; which one is chance, so nothing but equality is asked of it
-- ages_name(a, b)       name of the ages a to b, such as 18-64; 65+ where b is null
-- kroner(ore)           whole øre as DECIMAL(18,2) kroner
-- div_round(n, d)       n / d to the nearest whole number, half away from zero, exact; d > 0
-- half_away(n, d)       the same where 2 * n + d fits in the type of n and d
-- share_round(ore, m)   ore * m / 1,000,000 to whole øre, half away from zero, exact; 0 <= m <= 1,000,000

create macro month_of(d) as cast(extract(year from d) * 12 + extract(month from d) - 1 as bigint);

create macro month_first(m) as make_date(m // 12, m % 12 + 1, 1);

create macro month_days(m) as date_diff('day', month_first(m), month_first(m + 1));

create macro fiscal_year(m, s) as (m - (s - 1)) // 12 + case when s > 1 then 1 else 0 end;

create macro year_first(y, s) as (y - case when s > 1 then 1 else 0 end) * 12 + s - 1;

create macro year_days(y, s) as date_diff('day', month_first(year_first(y, s)), month_first(year_first(y + 1, s)));

create macro accounted_on(d, y, s) as case
    when y is null or fiscal_year(month_of(d), s) = y then d
    when fiscal_year(month_of(d), s) > y then month_first(year_first(y + 1, s)) - 1
    else month_first(year_first(y, s))
end;

create macro birthday(b, n) as case
    when month(b) = 2 and day(b) = 29 and not (
        ((year(b) + n) % 4 = 0 and (year(b) + n) % 100 <> 0) or (year(b) + n) % 400 = 0
    ) then make_date(year(b) + n, 3, 1)
    else make_date(year(b) + n, month(b), day(b))
end;

create macro years_old(b, d) as year(d) - year(b) - case
    when month(d) * 32 + day(d) < month(b) * 32 + day(b) then 1 else 0
end;

create macro half_away(n, d) as case when n < 0 then -((-2 * n + d) // (2 * d)) else (2 * n + d) // (2 * d) end;

-- eight bytes are some twenty times faster than sixteen, and nearly always enough
create macro div_round(n, d) as case
    when n between -2000000000000000000 and 2000000000000000000 and d <= 2000000000000000000
        then cast(half_away(cast(n as bigint), cast(d as bigint)) as hugeint)
    else half_away(cast(n as hugeint), cast(d as hugeint))
end;

create macro share_round(ore, millionths) as case
    when ore between -2000000000000 and 2000000000000 then half_away(ore * millionths, 1000000)
    else cast(half_away(cast(ore as hugeint) * millionths, 1000000) as bigint)
end;

create macro add_days(d, n) as d + cast(n as integer);

create macro add_months(d, n) as cast(d + to_months(cast(n as integer)) as date);

create macro days_from(a, b) as cast(b - a as bigint);

create macro code(x) as x;

create macro row_id() as cast(row_number() over () as integer);

create macro ages_name(a, b) as case
    when b is null then cast(a as varchar) || '+'
    else cast(a as varchar) || '-' || cast(b as varchar)
end;

create macro kroner(ore) as cast(cast(ore as decimal(18, 0)) * 0.01 as decimal(18, 2));

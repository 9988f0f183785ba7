-- The questions that the checks ask, by the least plain DuckDB statements: rules on rows, keys found twice, references, forms of CPR numbers,
-- and sums by column. Each makes one row; what is found is looked at by nobody.
-- Variable: folder of the extracts.

create table bare_rules as
select
    count(*),
    count(*) filter (posting_id is null or trim(posting_id) = ''),
    count(*) filter (municipality is null or trim(municipality) = ''),
    count(*) filter (kind is null or kind not in ('gross', 'income', 'refund')),
    count(*) filter (amount is null or not amount between -1000000000000 and 1000000000000),
    count(*) filter (kind = 'gross' and amount < 0),
    count(*) filter (kind in ('income', 'refund') and amount > 0),
    count(*) filter (account is null or trim(account) = ''),
    count(*) filter (not posting_date between date '1970-01-01' and date '9999-12-31'),
    count(*) filter (not registered_at between date '1970-01-01' and date '9999-12-31'),
    count(*) filter (not delivery_from between date '1970-01-01' and date '9999-12-31'),
    count(*) filter (not delivery_to between date '1970-01-01' and date '9999-12-31'),
    count(*) filter (delivery_to < delivery_from),
    count(*) filter ((delivery_from is null) <> (delivery_to is null)),
    count(*) filter (age_from < 0 or age_to > 130 or age_to < age_from)
from read_parquet(getvariable('folder') || '/costs.parquet');

create table bare_key as
select count(*) from (
    select posting_id from read_parquet(getvariable('folder') || '/costs.parquet') group by posting_id having count(*) > 1
);

create table bare_case_key as
select count(*) from (
    select case_id from read_parquet(getvariable('folder') || '/cases.parquet') group by case_id having count(*) > 1
);

create table bare_references as
select count(*) filter (case_id not in (select case_id from read_parquet(getvariable('folder') || '/cases.parquet')))
from read_parquet(getvariable('folder') || '/costs.parquet');

create table bare_accounts as
select count(*) filter (account not in (select account from read_parquet(getvariable('folder') || '/account_map.parquet')))
from read_parquet(getvariable('folder') || '/costs.parquet');

create table bare_cpr as
select
    count(*) filter (regexp_matches(posting_id, '^[0-9]{5,6}[-./ ]?[0-9]{4}$')),
    count(*) filter (regexp_matches(case_id, '^[0-9]{5,6}[-./ ]?[0-9]{4}$')),
    count(*) filter (regexp_matches(person_key, '^[0-9]{5,6}[-./ ]?[0-9]{4}$')),
    count(*) filter (regexp_matches(account, '^[0-9]{5,6}[-./ ]?[0-9]{4}$')),
    count(*) filter (regexp_matches(municipality, '^[0-9]{5,6}[-./ ]?[0-9]{4}$'))
from read_parquet(getvariable('folder') || '/costs.parquet');

create table bare_sums as
select
    sum(amount), sum(hash(posting_id)), sum(hash(municipality)), sum(hash(kind)), sum(hash(account)), sum(hash(case_id)), sum(hash(person_key)),
    sum(posting_date - date '1970-01-01'), sum(delivery_from - date '1970-01-01'), sum(delivery_to - date '1970-01-01'),
    sum(registered_at - date '1970-01-01'), sum(hash(art)), sum(hash(refund_scheme)), sum(hash(costs))
from read_parquet(getvariable('folder') || '/costs.parquet') as costs;

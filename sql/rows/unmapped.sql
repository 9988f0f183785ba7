-- Accounts that account_map gives to no service, or only in part, in the year of
-- posting; current cost only.
--
-- grain: year, account
-- reads: ledger_month, account_map
-- postings        postings of which a part has no service
-- ore             what has no service, gross, income and refund each without sign
-- mapped          share of the account that the year's map gives to services
-- other_year      nearest other year whose map has the account, the earlier of two; null where none has
-- other_services  the services it goes to then

with

sums as (

    select
        fiscal_year(booked, $year_start) as year,
        coalesce(unmapped, '') as account,
        kind,
        cast(sum(postings) as bigint) as postings,
        abs(cast(sum(ore) as bigint)) as ore
    from ledger_month
    where service is null and cost_basis = 'current' and ($municipality = '' or municipality = $municipality)
    group by fiscal_year(booked, $year_start), coalesce(unmapped, ''), kind

),

accounts as (

    select year, account, cast(sum(postings) as bigint) as postings, cast(sum(ore) as bigint) as ore
    from sums
    group by year, account

),

mapped as (

    select year, account, sum(share) as share, string_agg(service, ', ' order by service) as services
    from account_map
    group by year, account

),

others as (

    select
        accounts.year,
        accounts.account,
        arg_min(mapped.year, 2 * abs(mapped.year - accounts.year) + case when mapped.year > accounts.year then 1 else 0 end)
            as other_year
    from accounts
    inner join mapped
        on accounts.account = mapped.account and accounts.year <> mapped.year
    group by accounts.year, accounts.account

)

select
    accounts.year,
    accounts.account,
    accounts.postings,
    accounts.ore,
    cast(coalesce(mapped.share, 0) as double) as mapped,
    cast(others.other_year as bigint) as other_year,
    coalesce(elsewhere.services, '') as other_services
from accounts
left join mapped
    on accounts.year = mapped.year and accounts.account = mapped.account
left join others
    on accounts.year = others.year and accounts.account = others.account
left join mapped as elsewhere
    on others.other_year = elsewhere.year and others.account = elsewhere.account
order by accounts.ore desc, accounts.account, accounts.year

-- The account that most of a service is booked on, by year. Variable: folder of the extracts

select kinds.number, map.year, arg_max(map.account, (map.share, map.account)) as account
from read_parquet(getvariable('folder') || '/account_map.parquet') as map
inner join kinds
    on kinds.service = map.service
group by kinds.number, map.year

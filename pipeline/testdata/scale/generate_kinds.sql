-- The services of Eksempelby's catalogue, numbered. Variable: folder of the extracts

select
    row_number() over (order by service) - 1 as number,
    service,
    case
        when row_number() over (order by service) in (11, 23) then 'once'
        else ['hour', 'day', 'month'][row_number() over (order by service) % 3 + 1]
    end as unit,
    max(target_group) as target_group,
    max(law_paragraph) as law_paragraph,
    min(age_from) as age_from,
    least(max(age_to), 95) as age_to
from read_parquet(getvariable('folder') || '/services.parquet')
group by service

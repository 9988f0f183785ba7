-- How much of the gross cost of services, committees and everything the most expensive
-- persons have, and the persons above the amounts of refund schemes. A person's cost is
-- that of the item and year.
--
-- grain: municipality, level, item, year, persons_group
-- reads: person_year, cell_year, catalogue, refund_amounts
-- persons_group  top_1, top_5, top_10; top_1_percent, top_10_percent: of the persons with cost, rounded up;
--                linked: all of them; above_SCHEME_STEP: more in the year than that amount of the scheme
-- threshold      the amount, in øre; null for other groups
-- persons        in the group
-- ore            what they cost
-- gross          what the item cost, with what is booked without a person
-- share          ore / gross
-- assumed        the amount is carried from an earlier year

with

persons as (

    select
        person_year.municipality,
        'service' as level,
        person_year.service as item,
        person_year.year,
        person_year.person_key,
        person_year.ore
    from person_year
    union all
    select
        person_year.municipality,
        'committee' as level,
        catalogue.committee as item,
        person_year.year,
        person_year.person_key,
        sum(person_year.ore) as ore
    from person_year
    inner join catalogue
        on person_year.service = catalogue.service
    where catalogue.committee <> ''
    group by person_year.municipality, catalogue.committee, person_year.year, person_year.person_key
    union all
    select municipality, 'all' as level, 'all' as item, year, person_key, sum(ore) as ore
    from person_year
    group by municipality, year, person_key

),

ranked as (

    select
        *,
        row_number() over (partition by municipality, level, item, year order by ore desc, person_key) as place,
        count(*) over (partition by municipality, level, item, year) as number
    from persons
    where ore > 0

),

members as (

    select municipality, level, item, year, 'linked' as persons_group, cast(null as bigint) as threshold, false as assumed, ore
    from ranked
    union all
    select municipality, level, item, year, 'top_' || cast(tops.size as varchar) as persons_group, null, false, ore
    from ranked
    inner join (select 1 as size union all select 5 union all select 10) as tops
        on ranked.place <= tops.size
    union all
    select municipality, level, item, year, 'top_' || cast(tops.size as varchar) || '_percent' as persons_group, null, false, ore
    from ranked
    inner join (select 1 as size union all select 10) as tops
        on ranked.place * 100 <= ranked.number * tops.size + 99
    union all
    select
        ranked.municipality,
        ranked.level,
        ranked.item,
        ranked.year,
        'above_' || refund_amounts.scheme || '_' || cast(refund_amounts.step as varchar) as persons_group,
        refund_amounts.threshold,
        refund_amounts.assumed,
        ranked.ore
    from ranked
    inner join refund_amounts
        on ranked.year = refund_amounts.year and ranked.ore > refund_amounts.threshold

),

gross as (

    select municipality, 'service' as level, service as item, year, sum(gross) as gross
    from cell_year
    group by municipality, service, year
    union all
    select cell_year.municipality, 'committee' as level, catalogue.committee as item, cell_year.year, sum(cell_year.gross) as gross
    from cell_year
    inner join catalogue
        on cell_year.service = catalogue.service
    where catalogue.committee <> ''
    group by cell_year.municipality, catalogue.committee, cell_year.year
    union all
    select municipality, 'all' as level, 'all' as item, year, sum(gross) as gross
    from cell_year
    group by municipality, year

)

select
    members.municipality,
    members.level,
    members.item,
    members.year,
    members.persons_group,
    members.threshold,
    members.assumed,
    cast(count(*) as bigint) as persons,
    cast(sum(members.ore) as bigint) as ore,
    cast(max(gross.gross) as bigint) as gross,
    cast(sum(members.ore) as double) / nullif(cast(max(gross.gross) as double), 0) as share
from members
inner join gross
    on
        members.municipality = gross.municipality
        and members.level = gross.level
        and members.item = gross.item
        and members.year = gross.year
group by
    members.municipality,
    members.level,
    members.item,
    members.year,
    members.persons_group,
    members.threshold,
    members.assumed

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

items as (

    select distinct service, 'service' as level, cast(service as varchar) as item
    from person_year
    union all
    select distinct service, 'all' as level, 'all' as item
    from person_year
    union all
    select code(service) as service, 'committee' as level, committee as item
    from catalogue
    where committee <> ''

),

-- sorting by a number is several times as fast as by names
cells as (

    select
        places.municipality,
        numbered.service,
        numbered.level,
        numbered.item,
        years.year,
        cast(dense_rank() over (order by places.municipality, numbered.level, numbered.item, years.year) as integer) as cell
    from (select distinct municipality from person_year) as places
    cross join (select distinct year from person_year) as years
    cross join items as numbered

),

persons as (

    select
        cells.cell,
        person_year.person,
        cast(sum(person_year.ore) as bigint) as ore
    from person_year
    inner join cells
        on
            person_year.municipality = cells.municipality
            and person_year.service = cells.service
            and person_year.year = cells.year
    group by cells.cell, person_year.person

),

placed as (

    select
        cell,
        ore,
        row_number() over (partition by cell order by ore desc, person) as place,
        count(*) over (partition by cell) as number
    from persons
    where ore > 0

),

named as (

    select distinct cell, municipality, level, item, year from cells

),

summed as (

    select cell, 'linked' as persons_group, cast(null as bigint) as threshold, false as assumed, count(*) as persons, sum(ore) as ore
    from placed
    group by cell
    union all
    select placed.cell, 'top_' || cast(tops.size as varchar) as persons_group, null, false, count(*), sum(placed.ore)
    from placed
    inner join (select 1 as size union all select 5 union all select 10) as tops
        on placed.place <= tops.size
    group by placed.cell, tops.size
    union all
    select placed.cell, 'top_' || cast(tops.size as varchar) || '_percent' as persons_group, null, false, count(*), sum(placed.ore)
    from placed
    inner join (select 1 as size union all select 10) as tops
        on placed.place * 100 <= placed.number * tops.size + 99
    group by placed.cell, tops.size
    union all
    select
        placed.cell,
        'above_' || refund_amounts.scheme || '_' || cast(refund_amounts.step as varchar) as persons_group,
        refund_amounts.threshold,
        refund_amounts.assumed,
        count(*),
        sum(placed.ore)
    from refund_amounts
    inner join named
        on refund_amounts.year = named.year
    inner join placed
        on named.cell = placed.cell and placed.ore > refund_amounts.threshold
    group by placed.cell, refund_amounts.scheme, refund_amounts.step, refund_amounts.threshold, refund_amounts.assumed

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
    named.municipality,
    named.level,
    named.item,
    named.year,
    summed.persons_group,
    summed.threshold,
    summed.assumed,
    cast(summed.persons as bigint) as persons,
    cast(summed.ore as bigint) as ore,
    cast(gross.gross as bigint) as gross,
    cast(summed.ore as double) / nullif(cast(gross.gross as double), 0) as share
from summed
inner join named
    on summed.cell = named.cell
inner join gross
    on
        named.municipality = gross.municipality
        and named.level = gross.level
        and named.item = gross.item
        and named.year = gross.year

-- Money whose person is not known, shared over age bands in whole øre by largest remainder
-- (money.Apportion, in SQL: nationwide the cells are millions): by the price of the month's
-- grants, else by the days of the year's, else into the band "all". Each part is first
-- amount x weight / sum of weights rounded towards zero; the øre left over go one each to the
-- parts with the largest remainders, ties to the younger band.
--
-- grain: municipality, service, kind, cost_basis, band, month
-- reads: unlinked, case_month, bands
-- ore  the part, in øre

with

numbered as (

    select
        *,
        fiscal_year(month, $year_start) as year,
        row_id() as number
    from unlinked

),

priced as (

    select municipality, service, month, band, priced as weight
    from case_month
    where priced > 0

),

yearly as (

    select municipality, service, fiscal_year(month, $year_start) as year, band, sum(days) as weight
    from case_month
    where days > 0
    group by municipality, service, fiscal_year(month, $year_start), band

),

by_month as (

    select numbered.number, numbered.ore, priced.band, priced.weight
    from numbered
    inner join priced
        on
            numbered.municipality = priced.municipality
            and numbered.service = priced.service
            and numbered.month = priced.month

),

by_year as (

    select numbered.number, numbered.ore, yearly.band, yearly.weight
    from numbered
    left join (select distinct number from by_month) as done
        on numbered.number = done.number
    inner join yearly
        on
            numbered.municipality = yearly.municipality
            and numbered.service = yearly.service
            and numbered.year = yearly.year
    where done.number is null

),

weighted as (

    select number, ore, band, weight from by_month
    union all
    select number, ore, band, weight from by_year

),

sums as (

    select number, cast(sum(weight) as hugeint) as weights
    from weighted
    group by number

),

parts as (

    select
        weighted.number,
        weighted.ore,
        weighted.band,
        bands.position,
        abs(cast(weighted.ore as hugeint)) * weighted.weight // sums.weights as part,
        abs(cast(weighted.ore as hugeint)) * weighted.weight % sums.weights as rest
    from weighted
    inner join sums
        on weighted.number = sums.number
    inner join bands
        on weighted.band = code(bands.band)

),

left_over as (

    select number, abs(cast(max(ore) as hugeint)) - sum(part) as parts
    from parts
    group by number

),

placed as (

    select
        *,
        row_number() over (partition by number order by rest desc, position) as place
    from parts

),

rounded as (

    select
        placed.number,
        placed.band,
        cast(sign(placed.ore) * (placed.part + case when placed.place <= left_over.parts then 1 else 0 end) as bigint) as ore
    from placed
    inner join left_over
        on placed.number = left_over.number
    union all
    select numbered.number, code('all') as band, numbered.ore
    from numbered
    left join sums
        on numbered.number = sums.number
    where sums.number is null

)

select
    numbered.municipality,
    numbered.service,
    numbered.kind,
    numbered.cost_basis,
    rounded.band,
    numbered.month,
    rounded.ore
from rounded
inner join numbered
    on rounded.number = numbered.number

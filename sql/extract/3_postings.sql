-- Postings as a run of $as_of knows them, split over services by the account map
-- and over months by the days of delivery, in whole øre by cumulative rounding
-- (docs/definitions.md, Money). The parts of a posting sum to the posting. It is the
-- one reading of the ledger's rows: what is summed later is summed from here.
-- Accounts, or shares of accounts, that the map leaves out have a null service; such
-- a part is not split over months: it stands in the month of posting.
-- The band is that of the posting's own ages, otherwise that of the person of its case
-- on the first day of the part, otherwise null: no person is known.
-- A row is a part of one posting. Nothing asks which, so its id is not kept, and several
-- rows may be alike.
--
-- grain: municipality, service, kind, cost_basis, band, case_number, booked, month, first_day
-- reads: costs, account_payments, payment_arts, account_shares, delivery_months, case_numbers, ages
-- ore          the part, in øre
-- unmapped     the account of a part without a service; else null
-- aggregated   the posting is a sum: it names neither case nor person, or ages of its own,
--              or more than one contributor
-- booked       month of posting in the accounts: of posting_date, or the nearest one of accounting_year where
--              that is another; month is the month of delivery
-- first_day    first day of the part, where the person's age counts
-- case_number  null where the posting names no case that is there
-- person       whose case it is
-- payment      kind of payment: as the account map marks the account, else by the art in the year of the
--              accounts; income of neither is other_income, cost of neither null. What is paid by
--              population is nobody's: the case and the person that such a posting names are not read

with

accounted as (

    select
        municipality,
        code(kind) as kind,
        cost_basis,
        amount,
        service,
        account,
        case_id,
        person_key,
        art,
        refund_scheme,
        age_from,
        age_to,
        contributors,
        delivery_from,
        delivery_to,
        coalesce(accounting_year, fiscal_year(month_of(posting_date), $year_start)) as year,
        accounted_on(posting_date, accounting_year, $year_start) as accounted
    from costs
    where coalesce(registered_at, posting_date) <= $as_of

),

-- codes are made of the few kinds, not row by row
marked as (

    select
        account,
        year,
        code(kind) as kind,
        code(payment) as payment,
        person
    from account_payments

),

arts as (

    select
        art,
        year,
        code(kind) as kind,
        code(payment) as payment,
        person
    from payment_arts

),

coded_ages as (

    select age, code(band) as band from ages

),

known as (

    select
        code(accounted.municipality) as municipality,
        accounted.kind,
        code(coalesce(accounted.cost_basis, 'current')) as cost_basis,
        cast(cast(accounted.amount as decimal(18, 2)) * 100 as bigint) as ore,
        code(accounted.service) as service,
        -- only a posting without a service is looked up by its account
        case when accounted.service is null then accounted.account end as mapped_account,
        accounted.year,
        accounted.case_id,
        coalesce(
            marked.payment,
            arts.payment,
            case when accounted.kind = code('income') then code('other_income') end
        ) as payment,
        coalesce(marked.person, arts.person, true) as personal,
        code(accounted.refund_scheme) as refund_scheme,
        accounted.age_from,
        accounted.age_to,
        case when accounted.age_from is not null then coalesce(accounted.age_to, 999) end as oldest,
        (accounted.case_id is null and accounted.person_key is null)
        or accounted.age_from is not null
        or accounted.age_to is not null
        or coalesce(accounted.contributors, 1) > 1 as aggregated,
        month_of(accounted.accounted) as booked,
        coalesce(accounted.delivery_from, accounted.accounted) as first_day,
        coalesce(accounted.delivery_to, accounted.delivery_from, accounted.accounted) as last_day
    from accounted
    left join marked
        on
            accounted.account = marked.account
            and accounted.year = marked.year
            and accounted.kind = marked.kind
    left join arts
        on
            accounted.art = arts.art
            and accounted.year = arts.year
            and accounted.kind = arts.kind

),

by_service as (

    select
        known.municipality,
        known.kind,
        known.cost_basis,
        coalesce(known.service, mapped.service) as service,
        case
            when known.service is not null or mapped.account is null then known.ore
            when mapped.after = 0 and mapped.upto = 1000000 then known.ore
            else share_round(known.ore, mapped.upto) - share_round(known.ore, mapped.after)
        end as ore,
        known.case_id,
        known.personal,
        known.payment,
        known.refund_scheme,
        known.age_from,
        known.age_to,
        known.oldest,
        known.aggregated or not known.personal as aggregated,
        code(case when known.service is null and mapped.service is null then known.mapped_account end) as unmapped,
        known.booked,
        known.first_day,
        known.last_day,
        case
            when known.service is null and mapped.service is null then known.booked
            else month_of(known.first_day)
        end as first_month,
        case
            when known.service is null and mapped.service is null then known.booked
            else month_of(known.last_day)
        end as last_month
    from known
    left join account_shares as mapped
        on
            known.mapped_account = mapped.account
            and known.year = mapped.year

),

parts as (

    select
        by_service.municipality,
        by_service.kind,
        by_service.cost_basis,
        by_service.service,
        by_service.case_id,
        by_service.personal,
        by_service.payment,
        by_service.refund_scheme,
        by_service.age_from,
        by_service.age_to,
        by_service.oldest,
        by_service.aggregated,
        by_service.unmapped,
        by_service.booked,
        months.month,
        case when months.first_day > by_service.first_day then months.first_day else by_service.first_day end as first_day,
        case
            when by_service.first_month = by_service.last_month then by_service.ore
            else cast(
                div_round(
                    by_service.ore * (days_from(by_service.first_day, least(by_service.last_day, months.last_day)) + 1),
                    days_from(by_service.first_day, by_service.last_day) + 1
                )
                - div_round(
                    by_service.ore * days_from(by_service.first_day, greatest(by_service.first_day, months.first_day)),
                    days_from(by_service.first_day, by_service.last_day) + 1
                ) as bigint
            )
        end as ore
    from by_service
    inner join delivery_months as months
        on
            by_service.first_month = months.first_month
            and by_service.last_month = months.last_month

)

-- joins below are by equality alone: the youngest of a posting without ages of its own is
-- its person, and it has no eldest
select
    parts.municipality,
    parts.kind,
    parts.cost_basis,
    parts.service,
    case
        when parts.age_from is null or youngest.band = eldest.band then youngest.band
        else code(ages_name(parts.age_from, parts.age_to))
    end as band,
    case when parts.personal then case_numbers.number end as case_number,
    case when parts.personal then case_numbers.person end as person,
    parts.payment,
    parts.refund_scheme,
    parts.aggregated,
    parts.unmapped,
    parts.booked,
    parts.month,
    parts.first_day,
    parts.ore
from parts
left join case_numbers
    on parts.case_id = case_numbers.case_id
left join coded_ages as youngest
    on youngest.age = coalesce(parts.age_from, case when parts.personal then years_old(case_numbers.birth_date, parts.first_day) end)
left join coded_ages as eldest
    on parts.oldest = eldest.age

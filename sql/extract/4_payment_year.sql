-- What postings paid for, by kind of payment and year of delivery, in øre: current cost and
-- income of what was delivered until the as-of month, and when it was booked. The three parts
-- booked_before, booked_in_year and booked_after add up to ore.
--
-- grain: municipality, service, payment, year
-- reads: postings, payment_deadlines
-- year           fiscal year of delivery
-- booked_before  of ore, booked in an earlier fiscal year than that of delivery
-- booked_after   of ore, booked in a later one: late
-- past_deadline  of ore, booked in a month that begins later than any day of delivery allows a claim; null
--                where no delivery of the year has a deadline
-- months         the deadline, the longest of the year's deliveries
-- linked         of ore, from postings that name a case; persons and cases are those named

with

deadlines as (

    select
        code(payment) as payment,
        month,
        months
    from payment_deadlines

),

parts as (

    select
        postings.municipality,
        postings.service,
        postings.payment,
        postings.ore,
        postings.case_number,
        postings.person,
        fiscal_year(postings.month, $year_start) as year,
        fiscal_year(postings.booked, $year_start) as booked_year,
        deadlines.months,
        postings.booked - postings.month > deadlines.months as overdue
    from postings
    left join deadlines
        on
            postings.payment = deadlines.payment
            and postings.month = deadlines.month
    where
        postings.payment is not null
        and postings.cost_basis = 'current'
        and postings.service is not null
        and postings.month <= $last_month

)

select
    municipality,
    service,
    payment,
    year,
    cast(sum(ore) as bigint) as ore,
    cast(coalesce(sum(ore) filter (where booked_year < year), 0) as bigint) as booked_before,
    cast(coalesce(sum(ore) filter (where booked_year = year), 0) as bigint) as booked_in_year,
    cast(coalesce(sum(ore) filter (where booked_year > year), 0) as bigint) as booked_after,
    cast(sum(case when overdue then ore else 0 end) filter (where months is not null) as bigint) as past_deadline,
    max(months) as months,
    cast(coalesce(sum(ore) filter (where case_number is not null), 0) as bigint) as linked,
    cast(count(distinct person) as bigint) as persons,
    cast(count(distinct case_number) as bigint) as cases
from parts
group by municipality, service, payment, year

-- What the ledger held of each year's deliveries at the same place in the year, by month of
-- posting, in øre. Gross, current cost.
--
-- grain: municipality, service, year
-- reads: ledger_month, years_past
-- ore  delivered in the year, and posted until the month of its day

select
    ledger_month.municipality,
    ledger_month.service,
    years_past.year,
    cast(sum(ledger_month.ore) as bigint) as ore
from ledger_month
inner join years_past
    on
        ledger_month.month >= month_of(years_past.first_day)
        and ledger_month.month <= month_of(years_past.last_day)
        and ledger_month.booked <= month_of(years_past.as_of)
where
    ledger_month.service is not null
    and ledger_month.kind = 'gross'
    and ledger_month.cost_basis = 'current'
group by ledger_month.municipality, ledger_month.service, years_past.year
order by ledger_month.municipality, ledger_month.service, years_past.year

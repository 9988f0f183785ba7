-- What services under a refund scheme cost by month of delivery: gross less income, of
-- persons and of sums. It is what a scheme with a flat share pays a share of.
--
-- grain: municipality, service, scheme, month
-- reads: ledger_month, services
-- ore       gross and income added, in øre
-- unlinked  of it without a person: sums, own payment, accruals

select
    ledger_month.municipality,
    ledger_month.service,
    services.refund_scheme as scheme,
    ledger_month.month,
    cast(sum(ledger_month.ore) as bigint) as ore,
    cast(coalesce(sum(ledger_month.ore) filter (where ledger_month.band is null), 0) as bigint) as unlinked
from ledger_month
inner join services
    on
        ledger_month.service = services.service
        and month_first(ledger_month.month) >= services.valid_from
        and month_first(ledger_month.month) <= coalesce(services.valid_to, cast('9999-12-31' as date))
where
    ledger_month.kind in ('gross', 'income')
    and ledger_month.cost_basis = 'current'
    and ledger_month.month <= $last_month
    and services.refund_scheme <> ''
group by ledger_month.municipality, ledger_month.service, services.refund_scheme, ledger_month.month
order by ledger_month.municipality, ledger_month.service, services.refund_scheme, ledger_month.month

-- What services under a refund scheme cost by month of delivery: gross less income, of
-- persons and of sums. It is what a scheme with a flat share pays a share of.
--
-- grain: municipality, service, scheme, month
-- reads: ledger_month, service_versions
-- ore       gross and income added, in øre
-- unlinked  of it without a person: sums, own payment, accruals

select
    ledger_month.municipality,
    ledger_month.service,
    service_versions.refund_scheme as scheme,
    ledger_month.month,
    cast(sum(ledger_month.ore) as bigint) as ore,
    cast(coalesce(sum(ledger_month.ore) filter (where ledger_month.band is null), 0) as bigint) as unlinked
from ledger_month
inner join service_versions
    on
        ledger_month.service = service_versions.service
        and month_first(ledger_month.month) >= service_versions.valid_from
        and month_first(ledger_month.month) <= service_versions.valid_to
where
    ledger_month.kind in ('gross', 'income')
    and ledger_month.cost_basis = 'current'
    and ledger_month.month <= $last_month
    and service_versions.refund_scheme <> ''
group by ledger_month.municipality, ledger_month.service, service_versions.refund_scheme, ledger_month.month
order by ledger_month.municipality, ledger_month.service, service_versions.refund_scheme, ledger_month.month

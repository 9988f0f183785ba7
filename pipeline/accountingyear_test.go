package pipeline_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
)

// TestAccountingYear reconciles around the turn of a year, by hand. A posting counts on its
// own day, or on the nearest one of the accounting year that it names:
//
//	p1  2024-12-31  1000 for December            posted in December
//	p2  2025-01-12   300 for December, of 2024   posted in December: no lag
//	p3  2025-01-12   200 for December            posted in January: accrual December -200, January +200
//	p4  2024-12-20   500 for January, of 2025    posted in January: no lag
//	p5  2025-01-20    70 for nothing, of 2024    posted in December, and delivered there
//	p6  2025-01-15    40 for November, of 2024   posted in December: posting lag November -40, December +40
//	p7  2025-01-12    10 on K1, of 2024          the map of 2024: service a, posted and delivered in December
//	p8  2025-01-12     5 on K1                   the map of 2025: service b, in January
//
//	a, November  ledger 40; booked 0; posting lag -40
//	a, December  ledger 1000 + 300 + 200 + 70 + 10 = 1580; booked 1000 + 300 + 70 + 40 + 10 = 1420 = 1580 + 40 - 200
//	a, January   ledger 500; booked 200 + 500 = 700 = 500 + 200
//	a, 2024      gross 40 + 1580 = 1620 in the panel; b, January 5
func TestAccountingYear(t *testing.T) {
	var book grantBook
	book.add("a", "p", "2023-01-01 2025-12-31 month 1 1000")
	book.add("b", "p", "2023-01-01 2025-12-31 month 1 1000")
	dir := book.write(t, 2023)
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, query := range map[string]string{
		"account_map": `select year, 'K1' as account, service, cast(1 as decimal(9, 6)) as share from (values (2024, 'a'), (2025, 'b')) v(year, service)`,
		"costs": `select id as posting_id, cast(posted as date) as posting_date, '999' as municipality, 'gross' as kind, cast(amount as decimal(18, 2)) as amount,
				service, account, cast(a as date) as delivery_from, cast(b as date) as delivery_to, cast(accounting_year as integer) as accounting_year
			from (values
				('p0', '2023-06-30', 1, 'a', null, null, null, null),
				('p1', '2024-12-31', 1000, 'a', null, '2024-12-01', '2024-12-31', null),
				('p2', '2025-01-12', 300, 'a', null, '2024-12-01', '2024-12-31', 2024),
				('p3', '2025-01-12', 200, 'a', null, '2024-12-01', '2024-12-31', null),
				('p4', '2024-12-20', 500, 'a', null, '2025-01-01', '2025-01-31', 2025),
				('p5', '2025-01-20', 70, 'a', null, null, null, 2024),
				('p6', '2025-01-15', 40, 'a', null, '2024-11-01', '2024-11-30', 2024),
				('p7', '2025-01-12', 10, null, 'K1', null, null, 2024),
				('p8', '2025-01-12', 5, null, 'K1', null, null, null)) v(id, posted, amount, service, account, a, b, accounting_year)`,
	} {
		if _, err := db.Exec(fmt.Sprintf("copy (%s) to '%s' (format parquet)", query, filepath.Join(dir, name+".parquet"))); err != nil {
			t.Fatal(err)
		}
	}
	p := runProject(t, dir, byHand+"as_of: 2025-02-28\n")
	p.none("reconciliation", `
		with want as (
			from (values ('a', date '2024-11-01', 40.00, 0.00, -40.00, 0.00), ('a', date '2024-12-01', 1580.00, 1420.00, 40.00, -200.00),
				('a', date '2025-01-01', 500.00, 700.00, 0.00, 200.00), ('b', date '2025-01-01', 5.00, 5.00, 0.00, 0.00)
			) v(service, month, ledger, booked, posting_lag, year_end_accrual)
		), got as (
			select service, month, ledger, booked, posting_lag, year_end_accrual from reconciliation
			where month > date '2024-01-01' and (ledger, booked) <> (0, 0)
		)
		(select 'want' as side, * from want except all select 'want', * from got)
		union all
		(select 'got', * from got except all select 'got', * from want)`)
	p.none("the panel of 2024", "select sum(gross) from panel where year = 2024 having sum(gross) <> 1620")
	p.none("postings of no service", "from reconciliation where unmapped <> 0")
}

package pipeline_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"opdrift/fixtures"
	"opdrift/pipeline/contract"
	"opdrift/pipeline/payment"
)

// paymentPostings are the ledger of TestPayments, as SQL values: id, posted, kind, amount,
// service, account, art, case, first and last day of delivery, accounting year, cost basis.
const paymentPostings = `
	('p00', '2021-01-31', 'gross', 1, 'a', null, '5.1', null, null, null, null, null),
	('p01', '2023-01-20', 'gross', 3000, 'a', null, '4.7', 'c0', '2022-12-17', '2023-01-15', null, null),
	('p02', '2023-03-31', 'gross', 400, 'a', null, '4.8', 'c1', '2023-03-01', '2023-03-31', null, 'current'),
	('p03', '2024-02-10', 'gross', 900, 'a', null, '4.7', 'c0', '2022-02-01', '2022-02-28', null, null),
	('p04', '2023-05-31', 'gross', 70, 'a', null, '4.7', null, '2022-05-01', '2022-05-31', null, null),
	('p05', '2023-06-01', 'gross', 7, 'a', null, '4.7', null, '2022-05-01', '2022-05-31', null, null),
	('p06', '2023-08-15', 'gross', -200, 'a', null, '4.7', 'c0', '2022-12-01', '2022-12-31', null, null),
	('p07', '2022-12-20', 'gross', 60, 'a', null, '4.7', null, '2023-01-01', '2023-01-31', null, null),
	('p08', '2023-01-10', 'gross', 30, 'a', null, '4.7', null, '2022-11-01', '2022-11-30', 2022, null),
	('p09', '2024-04-30', 'gross', 184, 'a', null, '4.7', 'c1', '2024-03-01', '2024-08-31', null, null),
	('p10', '2024-07-05', 'gross', 1000, 'a', null, '4.7', null, '2024-05-01', '2024-05-31', null, null),
	('p11', '2023-03-31', 'gross', 5000, 'a', null, '4.7', null, null, null, null, 'total'),
	('p12', '2023-03-31', 'gross', 2, null, 'K9', '4.7', null, null, null, null, null),
	('s01', '2023-07-31', 'income', -500, 'a', null, '7.7', null, '2023-06-01', '2023-06-30', null, null),
	('s02', '2024-01-15', 'income', 50, 'a', null, '7.8', null, '2023-06-01', '2023-06-30', null, null),
	('o01', '2023-02-28', 'income', -120.10, 'a', null, '7.9', null, '2023-02-01', '2023-02-28', null, null),
	('o02', '2023-05-31', 'income', -10, null, 'K7', '7.2', null, null, null, null, null),
	('r01', '2023-05-31', 'income', -5, 'a', null, '7.2', null, null, null, null, null),
	('r02', '2023-05-31', 'income', -6, 'a', null, null, null, null, null, null, null),
	('t01', '2023-05-31', 'income', -8, 'a', null, '7.6', null, null, null, null, null),
	('t02', '2023-05-31', 'gross', 9, 'a', null, '4.6', null, null, null, null, null),
	('f01', '2023-04-30', 'gross', 365, null, 'K8', '4.8', 'c0', '2023-01-01', '2023-12-31', null, null),
	('f02', '2023-04-30', 'gross', 10, 'a', 'K8', null, null, null, null, null, null),
	('f03', '2022-06-30', 'gross', 1, 'a', 'K8', '5.9', null, null, null, null, null),
	('f04', '2023-06-30', 'refund', -3, 'a', 'K8', '8.6', null, null, null, null, null)`

// TestPayments tells payments apart, by hand, as of 30 June 2024. Of purchases:
//
//	p01  30 days over New Year, 15 each: 3000 × 15/30 = 1500 of 2022 booked after it, 1500 of 2023 in it
//	p02  400 of 2023 in it                    p03  900 of February 2022 two years late: 24 months > 12, past the deadline
//	p04  70 of May 2022, in the 12th month after: late, within the deadline     p05  7 in the 13th: past it
//	p06  a correction of -200 of 2022, booked after it, 8 months    p07  60 of 2023, booked before it
//	p08  30 of 2022, in the accounts of 2022: in it
//	p09  184 over 184 days, of which 31 + 30 + 31 + 30 = 122 until the as-of date: 122 of 2024, open
//	p10  not yet known; p11 total cost; p12 of no service: in no row
//
//	2022: 1500 + 900 + 70 + 7 - 200 + 30 = 2307; in it 30; after 2277; past 900 + 7 = 907; c0 1500 + 900 - 200 = 2200
//	2023: 1500 + 400 + 60 = 1960; before 60; in it 1900; c0 and c1 1500 + 400 = 1900
//
// Of 2023: sale -500 in it and +50 after it; own payment -120.10 by art and -10 by the mark of K7;
// other income -5 - 6; objective financing 365 + 10 by the mark of K8, and nobody's though f01 names a
// case; f03 is on K8 before it was marked, f04 is a refund: in no row.
func TestPayments(t *testing.T) {
	p := runProject(t, paymentTown(t), byHand+"as_of: 2024-06-30\n")
	got := p.lines("", `select concat_ws(' ', year, payment, kind, provenance, amount, booked_before, booked_in_year, booked_after,
			coalesce(cast(past_deadline as varchar), '-'), coalesce(cast(deadline_months as varchar), '-'), linked, persons, cases)
		from payment where municipality = '999' and service = 'a' order by year, payment`)
	want := []string{
		"2022 purchase gross actual 2307.00 0.00 30.00 2277.00 907.00 12 2200.00 1 1",
		"2023 from_state income actual -8.00 0.00 -8.00 0.00 - - 0.00 0 0",
		"2023 objective_financing gross actual 375.00 0.00 375.00 0.00 - - 0.00 0 0",
		"2023 other_income income actual -11.00 0.00 -11.00 0.00 - - 0.00 0 0",
		"2023 own_payment income actual -130.10 0.00 -130.10 0.00 - - 0.00 0 0",
		"2023 purchase gross actual 1960.00 60.00 1900.00 0.00 0.00 12 1900.00 2 2",
		"2023 sale income actual -450.00 0.00 -500.00 50.00 0.00 12 0.00 0 0",
		"2023 to_state gross actual 9.00 0.00 9.00 0.00 - - 0.00 0 0",
		"2024 purchase gross estimated 122.00 0.00 122.00 0.00 0.00 12 122.00 1 1",
	}
	for i := range got {
		got[i] = strings.TrimSpace(got[i])
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	p.none("labels", "from payment where payment_label_da is null or payment_label_en is null or service_label_da is null or service_label_en is null")
	checkPayments(p)
	p.none("gross with what is paid by population", "select sum(gross) from panel where year = 2023 having sum(gross) <> 1960 + 375 + 9")
	p.near("own payment's art is assumed", 1, 0, "select count(*) from coverage where subject = 'payment' and status = 'assumed' and detail like '%7.9%'")
}

// paymentTown writes the project of TestPayments.
func paymentTown(t *testing.T) string {
	t.Helper()
	var book grantBook
	book.add("a", "p", "2021-01-01 2025-12-31 month 1 100")
	book.add("a", "q", "2021-01-01 2025-12-31 month 1 100")
	dir := book.write(t, 2021)
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, query := range map[string]string{
		"account_map": `select year, account, 'a' as service, cast(1 as decimal(9, 6)) as share, payment
			from (values (2023, 'K7', 'own_payment'), (2022, 'K8', null), (2023, 'K8', 'objective_financing')) v(year, account, payment)`,
		"costs": `select id as posting_id, cast(posted as date) as posting_date, '999' as municipality, kind, cast(amount as decimal(18, 2)) as amount,
				service, account, art, case_id, cast(a as date) as delivery_from, cast(b as date) as delivery_to,
				cast(accounting_year as integer) as accounting_year, cost_basis
			from (values ` + paymentPostings + `) v(id, posted, kind, amount, service, account, art, case_id, a, b, accounting_year, cost_basis)`,
	} {
		if _, err := db.Exec(fmt.Sprintf("copy (%s) to '%s' (format parquet)", query, filepath.Join(dir, name+".parquet"))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// checkPayments checks what holds between the columns of payment, and with the panel: the
// kinds of income add up to its income, month by month delivered until the as-of date.
func checkPayments(p *published) {
	p.t.Helper()
	p.none("parts that do not add up", `
		from payment where amount <> booked_before + booked_in_year + booked_after
			or (deadline_months is null) <> (past_deadline is null) or (persons = 0) <> (cases = 0) or cases = 0 and linked <> 0`)
	p.none("income that is not the panel's", `
		with want as (
			select municipality, service, year, sum(income) as income from panel_monthly group by all having sum(income) <> 0
		), got as (
			select municipality, service, year, sum(amount) as income from payment
			where kind = 'income' and year >= (select min(year) from panel_monthly) group by all having sum(amount) <> 0
		)
		from want full join got using (municipality, service, year) where want.income is distinct from got.income`)
}

// checkPaymentTruth compares payments with the truth, every row, both ways: a claim two years
// late, objective financing that names a case, and what the generator always has.
func checkPaymentTruth(p *published, dir string) {
	p.t.Helper()
	p.view("truth_payment", filepath.Join(dir, "truth", "payment.parquet"))
	for _, kind := range []string{"own_payment", "sale", "purchase", "objective_financing"} {
		p.atLeast(5, "from truth_payment where payment = $1", kind)
	}
	p.atLeast(1, "from truth_payment where past_deadline > 0")
	p.atLeast(5, "from truth_payment where payment = 'purchase' and booked_after <> 0 and persons > 1")
	columns := "municipality, service, year, payment, amount, booked_in_year, booked_after, past_deadline, linked, persons, cases"
	p.none("payments", fmt.Sprintf(`
		(select 'published' as side, %[1]s from payment except all select 'published', %[1]s from truth_payment)
		union all
		(select 'truth', %[1]s from truth_payment except all select 'truth', %[1]s from payment)
		order by all`, columns))
}

// TestObjectiveFinancingIsNoOnesCost: a contribution by population that names the case of a
// person under central refusion changes neither the refund by the rule nor what the dearest
// cost; it is gross cost all the same. On an account without the mark it changes both.
func TestObjectiveFinancingIsNoOnesCost(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 400, Years: 7}), "extracts")
	costs := `select * from {costs} union all by name
		select 'X' || row_number() over () as posting_id, date '2024-03-31' as posting_date, date '2024-03-31' as registered_at, '999' as municipality,
			'gross' as kind, cast(1000000 as decimal(18, 2)) as amount, 'OBJ' as account, case_id, person_key,
			date '2024-03-01' as delivery_from, date '2024-03-31' as delivery_to, '4.8' as art
		from {cases} where service = 'residential_child' and status <> 'applied' and paying_municipality = '999'
			and start_date <= date '2024-03-01' and coalesce(end_date, date '2025-01-01') >= date '2024-03-31'`
	account := func(mark string) string {
		return `select *, cast(null as varchar) as payment from {account_map} union all by name
			select cast(2024 as integer) as year, 'OBJ' as account, 'residential_child' as service, cast(1 as decimal(9, 6)) as share, ` + mark + ` as payment`
	}
	none := runProject(t, extracts, small)
	marked := runProject(t, rewritten(t, extracts, map[string]string{"costs": costs, "account_map": account("'objective_financing'")}), small)
	plain := runProject(t, rewritten(t, extracts, map[string]string{"costs": costs, "account_map": account("null")}), small)
	byRule := "select sum(by_rule) from refusion where scheme = 'central' and year = 2024"
	dearest := "select sum(amount) from concentration where level = 'all' and persons_group = 'linked' and year = 2024"
	gross := "select sum(gross) from panel where year = 2024"
	added := marked.number("select amount from payment where payment = 'objective_financing' and year = 2024")
	if added < 1_000_000 {
		t.Fatalf("objective financing of %v: the test shows nothing", added)
	}
	for what, query := range map[string]string{"refund by the rule": byRule, "cost of persons": dearest} {
		marked.near(what+" with objective financing", none.number(query), 0, query)
		if plain.number(query) == none.number(query) {
			t.Errorf("%s does not change with the same postings on an account without the mark: the test shows nothing", what)
		}
	}
	marked.near("gross", none.number(gross)+added, 1e-4, gross)
	marked.none("persons of objective financing", "from payment where payment = 'objective_financing' and (persons, cases, linked) <> (0, 0, 0)")
}

// TestPaymentKinds: the account map may name the kinds that the rules have, and no other.
func TestPaymentKinds(t *testing.T) {
	rules, err := payment.Load()
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, k := range rules.Kinds {
		kinds = append(kinds, k.Payment)
	}
	text, err := contract.YAML("account_map")
	if want := "validValues: [" + strings.Join(kinds, ", ") + "]"; err != nil || !strings.Contains(string(text), want) {
		t.Errorf("the contract of account_map lacks %s (%v)", want, err)
	}
}

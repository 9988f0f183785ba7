package pipeline_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"opdrift/pipeline"
)

// bookkeeping writes a project of three services whose ledger is booked on accounts:
// the given rows of the account map are SQL values of year, account, service, share.
func bookkeeping(t *testing.T, accounts string) string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	dir := t.TempDir()
	for name, query := range map[string]string{
		"services": `select service, a as valid_from, b as valid_to, da as label_da, en as label_en, committee, law as law_paragraph, '' as account_function,
			'' as target_group, 'must' as statutory, cast(floor as double) as minimum_share, cast(1 as double) as wage_share, '' as refund_scheme,
			cast(null as bigint) as age_from, cast(null as bigint) as age_to from (values
			('a', date '2020-01-01', date '2022-12-31', 'Gammel', 'Old', 'Socialudvalg', 'SEL § 107', .2),
			('a', date '2023-01-01', null, 'Ny', 'New', 'Sundhedsudvalg', 'SEL § 108', .8),
			('b', date '2020-01-01', null, 'B', 'B', 'Socialudvalg', 'ABL § 105, stk. 2', .5),
			('c', date '2020-01-01', null, 'C', 'C', 'Socialudvalg', 'Lokal ydelse', .5)) v(service, a, b, da, en, committee, law, floor)`,
		"costs": `select id as posting_id, on_day as posting_date, '999' as municipality, 'gross' as kind, cast(amount as decimal(18, 2)) as amount,
			service, account, a as delivery_from, b as delivery_to from (values
			('p1', date '2022-12-31', 100.01, null, 'K1', cast(null as date), cast(null as date)),
			('p2', date '2023-01-01', 0.01, null, 'K1', null, null),
			('p3', date '2023-06-30', -100.05, null, 'K1', null, null),
			('p4', date '2023-06-30', 10.00, null, 'K2', null, null),
			('p5', date '2023-06-30', 7.00, null, 'K3', null, null),
			('p6', date '2023-01-15', 1.00, null, 'K1', date '2022-12-01', date '2022-12-31'),
			('p7', date '2023-12-31', 5.00, 'c', null, null, null),
			('p8', date '2023-12-31', 1000.00, 'a', null, null, null),
			('p9', date '2023-12-31', 1000.00, 'b', null, null, null)) v(id, on_day, amount, service, account, a, b)`,
		"activity": `select '999' as municipality, service, cast(null as bigint) as age_from, cast(null as bigint) as age_to, year, cast(10 as double) as full_year_persons
			from (values ('a'), ('b'), ('c')) s(service) cross join (values (2022), (2023)) y(year)`,
		"account_map": "select cast(year as bigint) as year, account, service, cast(share as decimal(9, 6)) as share from (values " + accounts + ") v(year, account, service, share)",
	} {
		if _, err := db.Exec(fmt.Sprintf("copy (%s) to '%s' (format parquet)", query, filepath.Join(dir, name+".parquet"))); err != nil {
			t.Fatalf("%v in\n%s", err, query)
		}
	}
	return dir
}

// shares: account K1 is divided anew in 2023, and 0.6 of K2 belongs to no service.
const shares = `(2022, 'K1', 'a', .333333), (2022, 'K1', 'b', .333333), (2022, 'K1', 'c', .333334),
	(2023, 'K1', 'a', .5), (2023, 'K1', 'b', .5), (2023, 'K2', 'a', .4)`

// TestAccountMap splits postings over services by the account map of the posting's year,
// in whole øre, by hand. R is to whole øre, half away from zero; services in order of code.
//
//	p1  2022, K1, 10001 øre: a R(10001 × .333333 = 3333.66) = 3334; b R(10001 × .666666 = 6667.33) − 3334 = 3333; c 10001 − 6667 = 3334
//	p2  2023, K1, 1 øre: a R(.5) = 1; b 1 − 1 = 0
//	p3  2023, K1, −10005 øre: a R(−5002.5) = −5003; b −10005 + 5003 = −5002
//	p4  2023, K2, 1000 øre: a R(400) = 400; 600 belong to no service
//	p5  2023, K3, 700 øre: not in the map, belong to no service
//	p6  2023, K1, 100 øre, delivered in December 2022: the map of 2023, the year 2022: a 50, b 50
//	p7, p8, p9 give their service: c 500, a 100000, b 100000
//
//	2022: a 3334 + 50 = 3384, b 3333 + 50 = 3383, c 3334
//	2023: a 1 − 5003 + 400 + 100000 = 95398, b 0 − 5002 + 100000 = 94998, c 500
//	all:  200997 øre = 202297 of the postings less 1300 that belong to no service
func TestAccountMap(t *testing.T) {
	p := runProject(t, bookkeeping(t, shares), "name: Town\nhorizon: 1\n")
	for _, want := range []struct {
		service string
		year    int
		gross   string
	}{{"a", 2022, "33.84"}, {"b", 2022, "33.83"}, {"c", 2022, "33.34"}, {"a", 2023, "953.98"}, {"b", 2023, "949.98"}, {"c", 2023, "5.00"}} {
		var got string
		err := p.db.QueryRow("select cast(sum(gross) as varchar) from panel where service = $1 and year = $2", want.service, want.year).Scan(&got)
		if err != nil || got != want.gross {
			t.Errorf("%s in %d: gross %s, want %s (%v)", want.service, want.year, got, want.gross, err)
		}
	}
	p.none("all postings but what belongs to no service", "select sum(gross) from panel having sum(gross) <> 2009.97")
	p.atLeast(1, "from quality where rule = 'account_map.share.whole' and rows = 1 and verdict = 'warned'")
}

// TestAccountMapTooMuch: shares above 1 stop the run, and the error names the account, the
// year and the file.
func TestAccountMapTooMuch(t *testing.T) {
	_, err := tryProject(t, bookkeeping(t, shares+", (2022, 'K9', 'a', .6), (2022, 'K9', 'b', .400001)"), "name: Town\n")
	var bad *pipeline.InputError
	if !errors.As(err, &bad) {
		t.Fatalf("%v, want an InputError", err)
	}
	for _, want := range []string{"account_map.parquet row ", "share sums to at most 1 for each year and account", "[year=2022, account=K9, service=a]"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "K1") {
		t.Errorf("%v\nnames an account that is whole", err)
	}
}

// TestCatalogue: a run works with the version of its as-of date, and every version is
// published with its paragraph.
func TestCatalogue(t *testing.T) {
	extracts := bookkeeping(t, shares)
	for asOf, want := range map[string]string{
		"2022-12-31": "Gammel|Old|Socialudvalg", "2023-12-31": "Ny|New|Sundhedsudvalg",
	} {
		p := runProject(t, extracts, "name: Town\nhorizon: 1\nas_of: "+asOf+"\n")
		var got string
		err := p.db.QueryRow("select distinct concat_ws('|', service_label_da, service_label_en, committee) from panel where service = 'a'").Scan(&got)
		if err != nil || got != want {
			t.Errorf("as of %s: %s, want %s (%v)", asOf, got, want, err)
		}
		p.none("versions in the catalogue", `select service, count(*), count(*) filter (where current) as now from catalogue group by service
			having count(*) <> case when service = 'a' then 2 else 1 end or count(*) filter (where current) <> 1`)
		p.atLeast(1, "from catalogue where service = 'a' and current and label_da || '|' || label_en || '|' || committee = '"+want+"'")
		p.atLeast(1, `from catalogue where service = 'a' and valid_from = date '2023-01-01' and valid_to is null and law = 'SEL' and law_label_da = 'Serviceloven'
			and paragraph = 'SEL § 108' and paragraph_label_da = 'Længerevarende botilbud' and paragraph_successors is null and minimum_share = .8 and statutory = 'must'`)
		p.atLeast(1, "from catalogue where service = 'b' and law = 'ABL' and paragraph = 'ABL § 105, stk. 2' and superseded_by is null")
		p.atLeast(1, "from catalogue where service = 'c' and law is null and paragraph = 'Lokal ydelse' and paragraph_label_da is null")
	}
}

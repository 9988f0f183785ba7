package contract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wants checks what a table breaks, as RULE|rows|kroner.
func (e *engine) wants(name string, want ...string) {
	e.t.Helper()
	got, _ := e.broken(name)
	if diff := cmp.Diff(want, got); diff != "" {
		e.t.Errorf("%s: %s", name, diff)
	}
}

// good lists a column of the rows that are kept.
func (e *engine) good(name, column string) []string {
	e.t.Helper()
	_, rules := e.broken(name)
	return e.rows("select g." + column + " from (" + load(e.t, name).GoodSQL(e.source(name), rules) + ") as g order by 1")
}

func TestEveryCopyOfADuplicatedKeyGoes(t *testing.T) {
	e := open(t)
	e.table("costs", `select id as posting_id, date '2023-02-01' as posting_date, '190' as municipality, 'gross' as kind, cast(amount as decimal(18,2)) as amount, 's1' as service
		from (values ('a', 100), ('b', 200), ('b', -300), ('c', 400)) v(id, amount)`)
	e.wants("costs", "amount.gross_sign|1|300.00", "key|2|500.00")
	if diff := cmp.Diff([]string{"a", "c"}, e.good("costs", "posting_id")); diff != "" {
		t.Error(diff)
	}
}

// An optional key column belongs to the key where it is there; two nulls in a key
// are equal.
func TestOptionalAndEmptyKeyColumns(t *testing.T) {
	rows := ` from (values (1, 'x'), (2, 'y'), (2, 'y'), (3, null), (3, null)) v(age, sex)`
	base := `select '190' as municipality, date '2023-01-01' as reference_date, cast(age as bigint) as age, 10 as persons, 'actual' as kind, date '2023-02-01' as vintage`
	e := open(t)
	e.table("population", base+`, case when age = 2 then 'y' || row_number() over () else sex end as sex`+rows)
	e.wants("population", "key|2|0.00") // the two of age 3
	e = open(t)
	e.table("population", base+rows)
	e.wants("population", "key|4|0.00") // without sex, the two of age 2 as well
}

func TestReferences(t *testing.T) {
	e := open(t)
	measure := `select m as measure, p as payer, cast(s as double) as share from (values ('m1', 'municipality', 1), ('m9', 'state', 1), (null, 'region', 1)) v(m, p, s)`
	e.table("measure_payers", measure)
	e.wants("measure_payers", "measure.given|1|0.00") // no measures: the reference is not checked
	e.table("measures", `select 'm1' as measure, cast(null as varchar) as requires union all select 'm2', 'm1' union all select 'm3', 'm7'`)
	e.wants("measure_payers", "measure.given|1|0.00", "measure.reference|1|0.00")
	if diff := cmp.Diff([]string{"m1"}, e.good("measure_payers", "measure")); diff != "" {
		t.Error(diff)
	}
	e.wants("measures", "requires.reference|1|0.00") // a reference into the same extract
}

// An empty referenced extract holds nothing: every reference is broken.
func TestReferenceToNothing(t *testing.T) {
	e := open(t)
	e.table("domains", `select 'd' as domain where 1 = 0`)
	e.table("measure_domains", `select 'm' as measure, 'd' as domain, 0.5::double as effect`)
	e.wants("measure_domains", "domain.reference|1|0.00")
}

func TestReferenceMayAllowAll(t *testing.T) {
	e := open(t)
	e.table("services", `select 's1' as service`)
	e.table("assessment_means", `select '190' as municipality, service, 'd' as domain, 'outcome' as dimension, 2023 as year, 0.8::double as mean from (values ('s1'), ('all'), ('s2')) v(service)`)
	e.wants("assessment_means", "service.reference|1|0.00")
}

// Shares of account 1 sum to 1 exactly, of account 2 to 1.000001, of account 3 to 0.2:
// more than 1 is a fault, less leaves a part unmapped and is worth a warning.
func TestSharesOfAnAccount(t *testing.T) {
	e := open(t)
	e.table("account_map", `select 2023 as year, account, service, cast(share as decimal(9,6)) as share
		from (values ('1', 'a', 0.3), ('1', 'b', 0.7), ('2', 'a', 0.500001), ('2', 'b', 0.5), ('3', 'a', 0.2)) v(account, service, share)`)
	e.wants("account_map", "share.sum|2|0.00", "share.whole|1|0.00")
	if diff := cmp.Diff([]string{"1", "1", "3"}, e.good("account_map", "account")); diff != "" {
		t.Error(diff)
	}
}

// Ten tenths in double precision are not 1, and within the tolerance of it.
func TestSharesInDoublePrecision(t *testing.T) {
	e := open(t)
	e.table("measure_payers", `select 'm' as measure, 'p' || i as payer, 0.1::double as share from range(10) r(i)
		union all select 'n', 'p' || i, 0.3::double from range(4) r(i)`)
	e.wants("measure_payers", "share.sum|4|0.00")
}

func TestPeriodsOfAServiceDoNotOverlap(t *testing.T) {
	e := open(t)
	e.table("services", `select service, a as valid_from, b as valid_to from (values
		('meets', date '2020-01-01', date '2023-12-31'), ('meets', date '2024-01-01', null),
		('touches', date '2020-01-01', date '2024-01-01'), ('touches', date '2024-01-01', null),
		('open', date '2020-01-01', null), ('open', date '2024-01-01', date '2024-12-31'),
		('inside', date '2020-01-01', date '2024-12-31'), ('inside', date '2021-01-01', date '2021-12-31'), ('inside', date '2023-01-01', date '2023-12-31')) v(service, a, b)`)
	e.wants("services", "periods.overlap|7|0.00")
	if diff := cmp.Diff([]string{"meets", "meets"}, e.good("services", "service")); diff != "" {
		t.Error(diff)
	}
}

// The version after a gap breaks the rule; one that follows the next day does not, nor one
// that is inside another.
func TestVersionsOfAServiceLeaveNoGap(t *testing.T) {
	e := open(t)
	e.table("services", `select service, a as valid_from, b as valid_to from (values
		('meets', date '2020-01-01', date '2023-12-31'), ('meets', date '2024-01-01', null),
		('gap', date '2020-01-01', date '2023-12-30'), ('gap', date '2024-01-01', date '2024-06-30'), ('gap', date '2024-07-02', null),
		('once', date '2020-01-01', date '2023-12-31')) v(service, a, b)`)
	e.wants("services", "periods.gap|2|0.00")
	if diff := cmp.Diff(6, len(e.good("services", "service"))); diff != "" { // a warning leaves nothing out
		t.Error(diff)
	}
}

func TestServiceOrAccount(t *testing.T) {
	base := `select 'p' || i as posting_id, date '2023-02-01' as posting_date, '190' as municipality, 'gross' as kind, cast(10.5 as decimal(18,2)) as amount`
	e := open(t)
	e.table("costs", base+`, case i when 0 then 's' when 1 then '' end as service, case i when 2 then 'a' end as account from range(4) r(i)`)
	e.wants("costs", "service_or_account.given|2|21.00") // the blank and the one with neither
	e = open(t)
	e.table("costs", base+`, case i when 2 then 'a' end as account from range(4) r(i)`)
	e.wants("costs", "service_or_account.given|3|31.50")
}

func TestSignsAreWarningsWithTheirKroner(t *testing.T) {
	e := open(t)
	e.table("costs", `select 'p' || row_number() over () as posting_id, date '2023-02-01' as posting_date, '190' as municipality, kind, cast(amount as decimal(18,2)) as amount, 's' as service
		from (values ('gross', 100), ('gross', -20), ('income', -30), ('income', 4.5), ('refund', -50), ('refund', 6)) v(kind, amount)`)
	e.wants("costs", "amount.gross_sign|1|20.00", "amount.income_sign|2|10.50")
	if n := len(e.good("costs", "posting_id")); n != 6 {
		t.Errorf("%d rows are kept, want all 6", n)
	}
}

// NaN and the infinities are in no range and are not finite.
func TestNumbersThatAreNone(t *testing.T) {
	e := open(t)
	e.table("unit_outcomes", `select 'u' as unit, 'p' || row_number() over () as period, v as value from (values ('nan'::double), ('inf'::double), ('-inf'::double), (1.5), (-1e300)) t(v)`)
	e.wants("unit_outcomes", "value.finite|3|0.00")
	e = open(t)
	e.table("ballots", `select 'v' as voter, 'm' || row_number() over () as measure, v as points from (values ('nan'::double), ('inf'::double), ('-inf'::double), (0.0), (-0.5)) t(v)`)
	e.wants("ballots", "points.range|4|0.00")
}

// A row that breaks two rules is lost once.
func TestLostRowsCountOnce(t *testing.T) {
	e := open(t)
	e.table("costs", `select 'same' as posting_id, date '1960-01-01' as posting_date, '190' as municipality, k as kind, cast(10 as decimal(18,2)) as amount, 's' as service
		from (values ('gross'), ('gros')) v(k)`)
	_, rules := e.broken("costs")
	if len(rules) != 3 { // posting_date.range twice over, kind.values, key
		t.Fatalf("%d rules are broken", len(rules))
	}
	got := e.rows(load(t, "costs").LostSQL(e.source("costs"), rules))
	if diff := cmp.Diff([]string{"quarantine|2|20.00"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestQuarantineNamesRowsAndNothingElse(t *testing.T) {
	e := open(t)
	e.table("drivers", `select d as driver, '190' as municipality, 2023 as year, 'nan'::double as value, 'actual' as kind, cast(null as date) as vintage from (values ('b'), ('a')) v(d)`)
	_, rules := e.broken("drivers")
	for _, r := range rules {
		if r.ID != "drivers.value.finite" {
			continue
		}
		want := []string{
			"drivers|drivers.value.finite|driver=b, municipality=190, year=2023, kind=actual, vintage=|a.parquet|1",
			"drivers|drivers.value.finite|driver=a, municipality=190, year=2023, kind=actual, vintage=|a.parquet|2"}
		if diff := cmp.Diff(want, e.rows(load(t, "drivers").QuarantineSQL(e.source("drivers"), r))); diff != "" {
			t.Error(diff)
		}
		return
	}
	t.Error("the rule was not broken")
}

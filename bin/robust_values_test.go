package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// odd are changes to one extract of a sound project: values that are possible in a
// Parquet file and that nobody expects, with the exit status of the run: 0 where the
// contract lets them through, so that every stage meets them, 5 where nothing is left.
var odd = []struct {
	name, extract, query string
	code                 int
	short                bool // also with -short
}{
	{"amounts as large as they can be", "costs", "select * replace (cast(9999999999999999.99 as decimal(18,2)) as amount) from old", 3, true},
	{"amounts as negative as they can be", "costs", "select * replace (cast(-9999999999999999.99 as decimal(18,2)) as amount) from old", 3, false},
	{"amounts of a milliard", "costs", "select * replace (cast(1000000000 as decimal(18,2)) as amount) from old", 0, false},
	{"one large amount", "costs", "select * replace (cast(case when posting_id = (select min(posting_id) from old) then 250000000.01 else amount end as decimal(18,2)) as amount) from old", 0, true},
	{"prices as large as they may be", "cases", "select * replace (cast(1000000000 as decimal(18,2)) as unit_price) from old", 0, false},
	{"one huge amount", "costs", "select * replace (cast(case when posting_id = (select min(posting_id) from old) then 9999999999999999.99 else amount end as decimal(18,2)) as amount) from old", 3, false},
	{"amounts of nothing", "costs", "select * replace (cast(0 as decimal(18,2)) as amount) from old", 5, false},
	{"prices as large as they can be", "cases", "select * replace (cast(9999999999999999.99 as decimal(18,2)) as unit_price, cast(9999999999.99 as decimal(12,2)) as quantity) from old", 3, true},
	{"prices of nothing", "cases", "select * replace (cast(0 as decimal(18,2)) as unit_price, cast(0 as decimal(12,2)) as quantity) from old", 0, false},
	{"days at the end of time", "cases", "select * replace (date '9999-12-31' as end_date) from old", 0, false},
	{"days before time", "cases", "select * replace (date '0001-01-01' as start_date, date '0001-01-01' as birth_date) from old", 3, false},
	{"infinite days", "cases", "select * replace (date 'infinity' as end_date, date '-infinity' as birth_date) from old", 3, false},
	{"infinite posting days", "costs", "select * replace (date 'infinity' as posting_date) from old", 3, false},
	{"one posting in the far future", "costs", "select * replace (case when posting_id = (select min(posting_id) from old) then date '294247-01-10' else posting_date end as posting_date) from old", 0, false},
	{"one posting in the far past", "costs", "select * replace (case when posting_id = (select min(posting_id) from old) then date '0044-03-15 (BC)' else posting_date end as posting_date) from old", 0, false},
	{"empty text", "cases", "select * replace ('' as person_key, '' as service, '' as unit) from old", 3, false},
	{"one service without a name", "services", "select * replace ('' as service, '' as label_da, '' as label_en) from old limit 1", 3, false},
	{"control characters", "services", "select * replace (label_da || chr(0) || chr(27) || '[31m' || chr(7) || chr(10) || chr(8238) || chr(65279) || '🙂' as label_da, chr(27) || '[2J' || label_en as label_en) from old", 0, true},
	{"control characters in keys", "cases", "select * replace (person_key || chr(0) || chr(10) || chr(27) || '[2J' as person_key) from old", 0, false},
	{"control characters in codes", "services", "select * replace (service || chr(0) || chr(10) || chr(27) || '[2J' as service) from old", 3, false},
	{"long labels", "services", "select * replace (repeat('å', 10000) as label_da) from old", 0, false},
	{"control characters in a column's name", "costs", `select *, 1 as "a` + "\x1b[2J" + `""\nb" from old`, 0, true},
	{"NaN shares", "services", "select * replace (cast('NaN' as double) as minimum_share, cast('NaN' as double) as wage_share) from old", 3, false},
	{"infinite shares", "services", "select * replace (cast('Infinity' as double) as minimum_share, cast('-Infinity' as double) as wage_share) from old", 3, false},
	{"negative zero shares", "services", "select * replace (cast('-0.0' as double) as minimum_share, cast('-0.0' as double) as wage_share) from old", 0, true},
	{"largest population", "population", "select * replace (9223372036854775807 as persons) from old", 3, false},
	{"no population", "population", "select * replace (cast(0 as bigint) as persons) from old", 0, true},
	{"largest ages", "population", "select * replace (2147483647 as age) from old", 3, false},
	{"NaN prices", "prices", "select * replace (cast('NaN' as double) as value) from old", 3, true},
	{"infinite prices", "prices", "select * replace (cast('Infinity' as double) as value) from old", 3, false},
	{"smallest prices", "prices", "select * replace (5e-324 as value) from old", 3, false},
	{"largest prices", "prices", "select * replace (1.7976931348623157e308 as value) from old", 3, false},
	{"prices that rise and fall a hundredfold", "prices", "select * replace (cast(case when year % 2 = 0 then 10 else 0.1 end as double) as value) from old", 0, true},
	{"negative zero prices", "prices", "select * replace (cast('-0.0' as double) as value) from old", 3, false},
	{"years out of this world", "prices", "select * replace (2147483647 as year) from old", 3, false},
	{"NaN answers", "assessments", "select * replace (cast('NaN' as double) as score) from old", 3, false},
	{"negative zero answers", "assessments", "select * replace (cast('-0.0' as double) as score, cast('-0.0' as double) as scale_min) from old", 0, false},
	{"largest budget", "budget", "select * replace (cast(1000000000000 as decimal(18,2)) as amount) from old", 0, false},
	{"largest measures", "measures", "select * replace (cast(1000000000000 as decimal(18,2)) as one_off, cast(1000000000000 as decimal(18,2)) as yearly) from old", 0, false},
	{"NaN effects", "measures", "select * replace (cast('NaN' as double) as effect) from old", 3, false},
	{"infinite drivers", "drivers", "select * replace (cast('Infinity' as double) as value) from old", 3, false},
	{"nothing but nulls", "costs", "select * replace (cast(null as varchar) as posting_id, cast(null as date) as posting_date, cast(null as varchar) as municipality, cast(null as varchar) as kind, cast(null as decimal(18,2)) as amount) from old", 3, false},
}

// TestOddValues: whatever stands in an extract, a run either publishes or says
// which rule is broken; it never breaks by itself, and nothing commands the terminal.
func TestOddValues(t *testing.T) {
	t.Parallel()
	sound := filepath.Join(t.TempDir(), "town")
	if testing.Short() {
		village(t, sound)
	} else {
		town(t, sound, 200, 6)
	}
	db := engine(t)
	for _, o := range odd {
		if testing.Short() && !o.short {
			continue
		}
		t.Run(strings.ReplaceAll(o.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "town")
			copied(t, sound, dir)
			rewritten(t, db, filepath.Join(dir, "extracts", o.extract+".parquet"), o.query)
			e := opdrift(t, o.code, "run", "-q", "--log-level", "error", "-p", dir)
			if strings.ContainsAny(e.stdout+e.stderr, "\x00\x1b\x07") {
				t.Errorf("control characters reach the terminal: %q", e.stdout+e.stderr)
			}
			if o.code == 0 {
				opdrift(t, 0, "runs", "verify", "-q", "-p", dir)
			} else if o.code == 3 && !strings.Contains(e.stderr, ".parquet row 1") {
				t.Errorf("the error does not name file and row:\n%s", e.stderr)
			}
		})
	}
}

package contract_test

import (
	"fmt"
	"strings"
	"testing"

	"opdrift/pipeline/contract"
)

// Forms by the definition: ten digits beginning with a day, 60 may be added to the
// day, a separator may stand between the parts, a leading zero may be lost. The
// numbers are made up; most fail the check digit, which is not looked at.
func TestCPRForm(t *testing.T) {
	yes := []string{"0102031234", "3112991234", "010203-1234", "010203 1234", " 010203-1234 ", "010203–1234", "010203 - 1234", "01.02.03-1234", "01 02 03 12 34",
		"102031234", "10203-1234", // the zero is lost
		"6102031234", "9112991234", "610203-1234", // substitute numbers
		"2902001234", "2902041234", "8902961234", "3004991234", "102031234.0"}
	no := []string{"", "0002031234", "3202031234", "0113031234", "0100031234", "9202031234", "6002031234",
		"2902011234", "8902991234", "3002041234", "3104041234", "9106041234", // days that are none
		"01020312345", "01020312", "010203123x", "P0102031234", "0102031234P", "a010203123", "190-190-190-190", "2023-01-31", "532320001", "0102-031234567"}
	e := open(t)
	for i, values := range [][]string{no, yes} {
		for _, v := range values {
			e.columns = map[string][]string{}
			e.exec("create or replace table raw_ballots as select '" + v + "' as voter")
			got := e.rows(load(t, "ballots").CPRDistinctSQL(contract.Source{Prefix: "raw_"}, columnNamed(t, e, "voter")))[0]
			if !strings.HasSuffix(got, fmt.Sprintf("|%d", i)) {
				t.Errorf("%q: distinct|cpr is %s, want CPR form %d", v, got, i)
			}
		}
	}
}

// columnNamed is the column of a file, so that the test goes the way of a run.
func columnNamed(t *testing.T, e *engine, name string) contract.CPRColumn {
	t.Helper()
	files, err := contract.ReadFiles([]string{e.write("ballots.parquet", "select * from raw_ballots")})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range load(t, "ballots").CPRColumns(files) {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("column %s is not searched", name)
	return contract.CPRColumn{}
}

func TestCPRInAColumn(t *testing.T) {
	for _, tt := range []struct {
		name, values string
		stops        bool
	}{
		{"one person", "select '010203-1234' as x", true},
		{"one person and blanks", "select unnest(['0102031234', '', ' ', null]) as x", true},
		{"three of five", "select unnest(['0102031234', '0202031234', '0302031234', 'a', 'b']) as x", true},
		{"exactly half", "select unnest(['0102031234', '0202031234', 'a', 'b']) as x", false},
		{"half of the rows, few of the values", "select unnest(['0102031234', '0102031234', '0102031234', 'a', 'b']) as x", false},
		{"integers that lost the zero", "select 102031234 + i as x from range(50) r(i)", true},
		{"integers", "select 3112991234 + i as x from range(50) r(i)", true},
		{"unsigned", "select cast(3112991234 as ubigint) as x", true},
		{"decimals without decimals", "select cast(3112991234 as decimal(10,0)) as x", true},
		{"doubles, an integer column with gaps", "select unnest([3112991234.0::double, null, 102031234.0::double]) as x", true},
		{"large doubles", "select unnest([1e300, 'nan'::double, 'inf'::double]) as x", false},
		{"a column with a quote in its name", `select '0102031234' as "x""y; drop"`, true},
		{"posting numbers", "select 1000000000 + i as x from range(1000) r(i)", false},
		{"account numbers", "select unnest(['0532320001', '0552801002', '5323200013']) as x", false},
		{"random digits of ten", "select lpad(cast((i * 7919 * 104729 * 31) % 10000000000 as varchar), 10, '0') as x from range(2000) r(i)", false},
		{"keyed HMAC", "select sha256(cast(i as varchar)) as x from range(100) r(i)", false},
		{"days as text", "select cast(date '2020-01-01' + i::int as varchar) as x from range(100) r(i)", false},
		{"days as integers", "select 20200101 + i as x from range(28) r(i)", false},
		{"P numbers that begin like days", "select 1003000000 + i as x from range(100) r(i)", true}, // documented: put a letter in front
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := open(t)
			path := e.write("ballots.parquet", "select *, 1 as measure, 2.0::double as points from ("+tt.values+")")
			e.table("ballots", "from '"+path+"'")
			c := load(t, "ballots")
			files, err := contract.ReadFiles([]string{path})
			if err != nil {
				t.Fatal(err)
			}
			columns := c.CPRColumns(files)
			src := e.source("ballots")
			stopped := false
			for i, line := range e.rows(c.CPRScanSQL(src, columns)) {
				if line == fmt.Sprintf("%d|0", i) {
					continue
				}
				var distinct, cpr int64
				fmt.Sscanf(e.rows(c.CPRDistinctSQL(src, columns[i]))[0], "%d|%d", &distinct, &cpr)
				f, bad := c.CPRFinding(columns[i].Name, distinct, cpr)
				stopped = stopped || bad
				if bad && (f.Severity != contract.Error || f.Rows != cpr || !strings.Contains(f.Message, "opdrift pseudonymise") || strings.Contains(f.Message, "031234")) {
					t.Errorf("%+v", f)
				}
			}
			if stopped != tt.stops {
				t.Errorf("stops is %v, want %v", stopped, tt.stops)
			}
		})
	}
}

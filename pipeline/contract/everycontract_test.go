package contract_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"opdrift/pipeline/contract"
)

var types = map[contract.Class]string{
	contract.Key: "VARCHAR", contract.Date: "DATE", contract.Money: "DECIMAL(18,2)", contract.Quantity: "DECIMAL(12,2)",
	contract.Share: "DECIMAL(9,6)", contract.Integer: "BIGINT", contract.Number: "DOUBLE", contract.Boolean: "BOOLEAN",
}

// nulls makes every extract as a table of one row of nulls.
func nulls(e *engine, optional bool) {
	for _, name := range contract.Names() {
		var cols []string
		for _, c := range load(e.t, name).Columns {
			if optional || !c.Optional || c.Name == "service" {
				cols = append(cols, fmt.Sprintf("cast(null as %s) as %q", types[c.Class], c.Name))
			}
		}
		e.table(name, "select "+strings.Join(cols, ", "))
	}
}

// Every statement of every contract runs, with all columns and with the required
// ones only; a row of nulls breaks exactly the rules that want a value.
func TestEveryStatementRuns(t *testing.T) {
	for _, optional := range []bool{true, false} {
		e := open(t)
		nulls(e, optional)
		for _, name := range contract.Names() {
			c, src := load(t, name), e.source(name)
			_, broken := e.broken(name)
			for _, r := range broken {
				if !strings.HasSuffix(r.ID, ".given") {
					t.Errorf("%s is broken by nulls", r.ID)
				}
			}
			for _, col := range c.Columns {
				given := slices.ContainsFunc(broken, func(r contract.Rule) bool {
					return r.ID == name+"."+col.Name+".given" && r.Severity == contract.Error
				})
				if given == col.Nullable {
					t.Errorf("%s.%s: nullable is %v, and a null is an error: %v", name, col.Name, col.Nullable, given)
				}
			}
			for _, r := range c.Rules {
				e.rows(c.QuarantineSQL(src, r))
			}
			if n := e.rows(c.LostSQL(src, broken)); !strings.HasPrefix(n[0], "quarantine|1|") {
				t.Errorf("%s: %s", name, n)
			}
			if rows := e.rows(c.GoodSQL(src, c.Rules)); len(rows) != 0 {
				t.Errorf("%s: %d rows are kept", name, len(rows))
			}
			for _, f := range c.Freshness {
				e.rows(c.FreshSQL(src, f, time.Date(2024, 1, 31, 0, 0, 0, 0, time.UTC)))
			}
		}
	}
}

// The checked view names every column of the contract, in its type, whatever the
// file has.
func TestCheckedViewHasEveryColumn(t *testing.T) {
	e := open(t)
	nulls(e, false)
	for _, name := range contract.Names() {
		c := load(t, name)
		var want []string
		for _, col := range c.Columns {
			want = append(want, col.Name+"|"+types[col.Class])
		}
		want = append(want, "opdrift_file|VARCHAR", "opdrift_row|BIGINT")
		e.exec("create view " + name + " as " + c.GoodSQL(e.source(name), nil))
		got := e.rows("select column_name, data_type from duckdb_columns() where table_name = '" + name + "' order by column_index")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Words that DuckDB has and Trino has not; the table stands in the design page on
// Trino.
var notANSI = regexp.MustCompile(`(?i)::|\bqualify\b|group by all|\bexclude\b|//|\bpivot\b|->|\blist\b|\[`)

func TestStatementsAreANSI(t *testing.T) {
	e := open(t)
	nulls(e, true)
	for _, name := range contract.Names() {
		c, src := load(t, name), e.source(name)
		count, _ := c.CountSQL(src)
		all := []string{count, c.GoodSQL(src, c.Rules), c.LostSQL(src, c.Rules), c.QuarantineSQL(src, c.Rules[0]), c.CPRScanSQL(src, nil)}
		for _, s := range c.SetSQL(src) {
			all = append(all, s.SQL)
		}
		for _, s := range all {
			if bad := notANSI.FindString(s); bad != "" {
				t.Errorf("%s uses %q in\n%s", name, bad, s)
			}
		}
	}
}

func TestRulesAreWrittenInBothLanguages(t *testing.T) {
	for _, name := range contract.Names() {
		c := load(t, name)
		for _, r := range c.Rules {
			if r.Text == "" || r.TextDA == "" || r.Text == r.TextDA || r.Extract != name || !strings.HasPrefix(r.ID, name+".") {
				t.Errorf("%+v", r)
			}
		}
		for _, col := range c.Columns {
			if col.Description == "" || col.Classification == "" {
				t.Errorf("%s.%s has no description or classification", name, col.Name)
			}
		}
	}
}

package contract_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"opdrift/pipeline/contract"
)

// engine is an in-memory DuckDB that plays the store: each extract is a view
// raw_NAME with opdrift_file and opdrift_row.
type engine struct {
	t       testing.TB
	db      *sql.DB
	columns map[string][]string
}

func open(t testing.TB) *engine {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &engine{t, db, map[string][]string{}}
}

func (e *engine) exec(statement string) {
	e.t.Helper()
	if _, err := e.db.Exec(statement); err != nil {
		e.t.Fatalf("%v in\n%s", err, statement)
	}
}

// table makes raw_NAME from a select.
func (e *engine) table(name, query string) {
	e.t.Helper()
	e.exec(fmt.Sprintf("create table raw_%s as select *, 'a.parquet' as opdrift_file, row_number() over () as opdrift_row from (%s)", name, query))
	for _, r := range e.rows("select column_name from duckdb_columns() where table_name = 'raw_" + name + "' order by column_index") {
		if !strings.HasPrefix(r, "opdrift_") {
			e.columns[name] = append(e.columns[name], r)
		}
	}
}

func (e *engine) source(name string) contract.Source {
	s := contract.Source{Columns: e.columns[name], Prefix: "raw_"}
	for _, n := range contract.Names() {
		if _, ok := e.columns[n]; ok {
			s.Extracts = append(s.Extracts, n)
		}
	}
	return s
}

// rows runs a query and writes each row as text, values parted by a bar.
func (e *engine) rows(query string) []string {
	e.t.Helper()
	rows, err := e.db.Query("select concat_ws('|', *columns(q.*)) from (select * from (" + query + ")) as q")
	if err != nil {
		e.t.Fatalf("%v in\n%s", err, query)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			e.t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		e.t.Fatalf("%v in\n%s", err, query)
	}
	return all
}

// write makes a Parquet file from a select and returns its path.
func (e *engine) write(name, query string) string {
	e.t.Helper()
	path := filepath.Join(e.t.TempDir(), name)
	e.exec(fmt.Sprintf("copy (%s) to '%s' (format parquet)", query, path))
	return path
}

// broken runs every counting statement and returns the rules with breaches, as
// RULE rows kroner, beside the rules themselves.
func (e *engine) broken(name string) (lines []string, rules []contract.Rule) {
	e.t.Helper()
	c := load(e.t, name)
	src := e.source(name)
	query, counted := c.CountSQL(src)
	got := e.rows(query)
	if len(got) != len(counted)+1 || !strings.HasPrefix(got[0], contract.Total+"|") {
		e.t.Fatalf("%s: %d rules gave %d rows, first %s", name, len(counted), len(got), got[0])
	}
	for i, r := range counted {
		if !strings.HasPrefix(got[i+1], r.ID+"|") {
			e.t.Fatalf("row %d is %s, want rule %s", i+1, got[i+1], r.ID)
		}
	}
	got = got[1:]
	for _, s := range c.SetSQL(src) {
		counted = append(counted, s.Rule)
		got = append(got, e.rows(s.SQL)...)
	}
	for i, r := range counted {
		if !strings.HasSuffix(got[i], "|0|0.00") {
			lines = append(lines, strings.TrimPrefix(got[i], name+"."))
			rules = append(rules, r)
		}
	}
	return lines, rules
}

func load(t testing.TB, name string) contract.Contract {
	t.Helper()
	c, err := contract.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

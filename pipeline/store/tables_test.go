package store

import (
	"context"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func ask(t *testing.T, s *Store, statement string) ([]AnswerColumn, [][]any) {
	t.Helper()
	a, err := s.Ask(context.Background(), statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	var rows [][]any
	err = a.Each(context.Background(), func(row []any) error {
		rows = append(rows, append([]any{}, row...))
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return a.Columns, rows
}

// TestAskKinds: every type of the engine arrives as one of seven kinds. The
// values are those written in the statement.
func TestAskKinds(t *testing.T) {
	s := open(t, Options{})
	_, got := ask(t, s, `select true, 7::utinyint, 9223372036854775807, 1234567890123456.78::decimal(18,2),
170141183460469231::hugeint * 1000, 18446744073709551615::ubigint, 0.1::double, date '2024-02-29',
timestamptz '2024-01-01 01:00:00+01', [1, 2], {'a': 1}, interval 3 day, null::int, 'x' -- a comment`)
	big1, _ := new(big.Int).SetString("123456789012345678", 10)
	big2, _ := new(big.Int).SetString("170141183460469231000", 10)
	big3, _ := new(big.Int).SetString("18446744073709551615", 10)
	want := [][]any{{true, int64(7), int64(9223372036854775807), big1, big2, big3, 0.1,
		time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		"[1, 2]", "{'a': 1}", "3 days", nil, "x"}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b *big.Int) bool { return a.Cmp(b) == 0 })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAskKeepsOrderAndNames(t *testing.T) {
	s := open(t, Options{})
	columns, rows := ask(t, s, `select x as "a b", x as "a b" from range(1000) t(x) order by x desc;`)
	if columns[0].Name != "a b" || columns[1].Name == "a b" {
		t.Errorf("columns %v: want two names", columns)
	}
	for i, row := range rows {
		if row[0] != int64(999-i) {
			t.Fatalf("row %d is %v", i, row)
		}
	}
	if _, rows := ask(t, s, "show tables"); len(rows) != 0 {
		t.Errorf("tables %v: want none of the store's own", rows)
	}
	for _, statement := range []string{"describe select 1 as x", "summarize select 1 as x", "from range(3)", "with a as (select 1) from a", "show tables", "values (1)"} {
		ask(t, s, statement)
	}
}

func TestAskOnlyReads(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	readable, other := filepath.Join(dir, "readable.csv"), filepath.Join(dir, "other.csv")
	for _, f := range []string{readable, other} {
		if err := os.WriteFile(f, []byte("a\n1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, Options{Files: []string{readable}})
	ask(t, s, "from '"+readable+"'")
	target := filepath.Join(dir, "target")
	for _, statement := range []string{
		"", ";", "-- nothing", "/*", "selec 1", "select 1; select 2", "select 1) union (select 2", "select 1 into t",
		"set threads = 1", "set variable a = 1", "reset threads", "pragma database_list", "call pragma_version()",
		"install httpfs", "load httpfs", "attach '" + target + "'", "detach memory", "use memory", "export database '" + target + "'",
		"copy (select 1) to '" + target + "'", "create table t (a int)", "drop table opdrift_answers.answer", "insert into t values (1)",
		"update t set a = 1", "delete from t", "explain select 1", "prepare p as select 1", "begin", "vacuum", "checkpoint",
		"create or replace macro m() as 1", "select 1; copy (select 1) to '" + target + "'", "with x as (insert into t values (1)) select 1",
		"from '" + other + "'", "from read_csv('" + other + "')", "from read_text('" + dir + "/*')", "from glob('" + dir + "/*')",
		"from '" + readable + "/../other.csv'", "from read_blob('/proc/self/environ')", "from query('copy (select 1) to ''" + target + "''')",
		"from read_csv('https://example.org/x.csv')", "from sniff_csv('" + other + "')", "select $1", "select getenv('HOME')",
		"from duckdb_secrets()", "from sqlite_scan('" + other + "', 't')",
	} {
		if a, err := s.Ask(ctx, statement); err == nil {
			t.Errorf("%q was answered, with %d rows", statement, a.Rows)
		}
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("a statement wrote a file")
	}
}

// TestAskHidesRows: an engine's message that quotes a value is not handed on.
func TestAskHidesRows(t *testing.T) {
	ctx, s := context.Background(), open(t, Options{})
	type secret struct {
		Key string `col:"key"`
	}
	if err := Append(ctx, s, "people", []secret{{"010190-1234"}}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"select cast(key as int) from people", "select error(key) from people", "select cast(key as date) from people",
		"select (select cast(key as double) from people)", "select strptime(key, '%Y') from people",
		"select json_extract(key, '$.x') from people", "select key::json from people", "select regexp_matches('a', key || '(') from people",
	} {
		_, err := s.Ask(ctx, statement)
		if err != nil && strings.Contains(err.Error(), "010190") {
			t.Errorf("%s: the error shows the row: %v", statement, err)
		}
	}
	var fault *StatementError
	if _, err := s.Ask(ctx, "select kye from people"); !errors.As(err, &fault) || !strings.Contains(err.Error(), "key") {
		t.Errorf("a wrong name: %v, want a hint at key", err)
	}
}

func TestAnswerParquetIsExact(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := open(t, Options{Write: []string{dir}})
	a, err := s.Ask(ctx, "select sum(x) as total, 1.10::decimal(18,2) as money from range(4) t(x)")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "a.parquet")
	if err := a.Parquet(ctx, file); err != nil {
		t.Fatal(err)
	}
	_, got := ask(t, s, "select column_type from (describe from '"+file+"')")
	if want := [][]any{{"DECIMAL(38,0)"}, {"DECIMAL(18,2)"}}; !cmp.Equal(want, got) {
		t.Errorf("types %v, want %v", got, want)
	}
}

func TestScript(t *testing.T) {
	ctx, source, target := context.Background(), t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(source, "in.csv"), []byte("a\n1\n2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const head = "create temp table t as from read_csv(getvariable('source') || '/in.csv');\n"
	good := head + "copy (select sum(a)::bigint as s from t) to (getvariable('target') || '/out.parquet') (format parquet);"
	if err := Script(ctx, Options{}, good, source, target); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(target, "out.parquet")); err != nil {
		t.Error(err)
	}
	for script, want := range map[string]string{
		head + "select case when count(*) <> 3 then error('want 3 rows') end from t; select 1": "want 3 rows",
		"copy (select 1) to (getvariable('source') || '/../x.csv')":                            "disabled",
		"copy (select 1) to '" + filepath.Dir(target) + "/x.csv'":                              "disabled",
		"from '/etc/passwd'": "passwd",
	} {
		if err := Script(ctx, Options{}, script, source, target); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", script, err, want)
		}
	}
}

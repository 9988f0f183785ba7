package pipeline_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

var update = flag.Bool("update", false, "rewrite the expected files in fixtures/golden")

// TestGolden runs both fixtures and compares every published table with
// fixtures/golden: columns and types, number of rows, the sum of every numeric
// column, and the first rows by key. A changed number shows here first; make
// golden accepts it, and its diff is read.
func TestGolden(t *testing.T) {
	for _, project := range []string{"england", "eksempelby"} {
		t.Run(project, func(t *testing.T) {
			run := runFixture(t, project)
			folder := filepath.Join("..", "fixtures", "golden", project)
			files, err := filepath.Glob(filepath.Join(run.Folder, "restricted", "*.parquet"))
			if err != nil || len(files) == 0 {
				t.Fatalf("%d tables, %v", len(files), err)
			}
			for _, file := range files {
				golden := filepath.Join(folder, strings.TrimSuffix(filepath.Base(file), ".parquet")+".txt")
				compare(t, golden, describeTable(t, file))
			}
			var lines []string
			for _, s := range run.Headline.Sentences {
				lines = append(lines, s.DA, s.EN, "")
			}
			compare(t, filepath.Join(folder, "headline.txt"), strings.Join(lines, "\n"))
		})
	}
}

// runFixture runs a committed project into a folder of the test's own.
func runFixture(t *testing.T, project string) pipeline.Result {
	t.Helper()
	cfg, err := config.Load(filepath.Join("..", "fixtures", project), nil,
		map[string]string{"publish.folder": t.TempDir()}, pipeline.Allowed())
	if err != nil {
		t.Fatal(err)
	}
	result, err := pipeline.Run(context.Background(), cfg, pipeline.Options{
		Version: "golden", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got), accept with make golden:\n%s", filepath.Base(golden), diff)
	}
}

const goldenRows = 12

// describeTable writes a table down so that a changed number shows in a diff. The
// run's id is left out: it changes with the version.
func describeTable(t *testing.T, file string) string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	source := "read_parquet('" + strings.ReplaceAll(file, "'", "''") + "')"
	var out strings.Builder
	var columns, sums []string
	rows, err := db.Query("select column_name, column_type from (describe from " + source + ")")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			t.Fatal(err)
		}
		if name == "run_id" {
			continue
		}
		fmt.Fprintf(&out, "%s %s\n", name, kind)
		quoted := `"` + name + `"`
		switch {
		case strings.HasPrefix(kind, "DECIMAL"), kind == "BIGINT", kind == "INTEGER":
			sums = append(sums, fmt.Sprintf("'%s ' || coalesce(cast(sum(%s) as varchar), 'null')", name, quoted))
			columns = append(columns, quoted)
		case kind == "DOUBLE": // 9 digits: the last ones are the machine's
			sums = append(sums, fmt.Sprintf("'%s ' || coalesce(cast(sum(cast(round(%s, 6) as decimal(30, 6))) as varchar), 'null')", name, quoted))
			columns = append(columns, "printf('%.9g', "+quoted+")")
		default:
			columns = append(columns, quoted)
		}
	}
	fmt.Fprintln(&out, "\nrows and sums")
	write(t, db, &out, "select unnest(['rows ' || count(*), "+strings.Join(sums, ", ")+"]) from "+source)
	fmt.Fprintf(&out, "\nthe first %d\n", goldenRows)
	write(t, db, &out, "select concat_ws(' | ', "+strings.Join(nullable(columns), ", ")+") from (from "+source+fmt.Sprintf(" limit %d)", goldenRows))
	return out.String()
}

func nullable(columns []string) []string {
	var out []string
	for _, c := range columns {
		out = append(out, "coalesce(cast("+c+" as varchar), '-')")
	}
	return out
}

func write(t *testing.T, db *sql.DB, out io.Writer, query string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(out, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

package pipeline_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"opdrift/fixtures"
	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// town generates a synthetic municipality with its truth and returns its folder.
func town(t *testing.T, opt fixtures.Options) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "town")
	if _, err := fixtures.Generate(dir, opt); err != nil {
		t.Fatal(err)
	}
	return dir
}

// runProject runs the extracts in a folder as a project of its own with the given
// configuration, and opens what it publishes.
func runProject(t *testing.T, extracts, yaml string) *published {
	t.Helper()
	p, err := tryProject(t, extracts, yaml)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func tryProject(t *testing.T, extracts, yaml string) (*published, error) {
	t.Helper()
	project := t.TempDir()
	yaml += fmt.Sprintf("extracts: {folder: %q}\n", extracts)
	if err := os.WriteFile(filepath.Join(project, config.File), []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(project, nil, nil, pipeline.Allowed())
	if err != nil {
		t.Fatal(err)
	}
	result, err := pipeline.Run(context.Background(), cfg, pipeline.Options{
		Version: "test", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		return nil, err
	}
	return openPublished(t, result), nil
}

// published is a run as its readers see it: the Parquet files, in an engine of the
// test's own.
type published struct {
	pipeline.Result
	t  testing.TB
	db *sql.DB
}

func openPublished(t *testing.T, result pipeline.Result) *published {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p := &published{result, t, db}
	files, err := filepath.Glob(filepath.Join(result.Folder, "restricted", "*.parquet"))
	if err != nil || len(files) != len(result.Tables) {
		t.Fatalf("%d files for %d tables (%v)", len(files), len(result.Tables), err)
	}
	for _, f := range files {
		p.view(strings.TrimSuffix(filepath.Base(f), ".parquet"), f)
	}
	return p
}

// on is the same run in a subtest.
func (p *published) on(t *testing.T) *published { return &published{p.Result, t, p.db} }

// view names the rows of a Parquet file.
func (p *published) view(name, file string) {
	p.t.Helper()
	p.exec(fmt.Sprintf("create view %s as from read_parquet('%s')", name, file))
}

func (p *published) exec(statement string) {
	p.t.Helper()
	if _, err := p.db.Exec(statement); err != nil {
		p.t.Fatalf("%v in\n%s", err, statement)
	}
}

// none fails with the first rows of a query that should have none.
func (p *published) none(what, query string, args ...any) {
	p.t.Helper()
	rows, err := p.db.Query(query, args...)
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		p.t.Fatal(err)
	}
	var found []string
	n := 0
	for ; rows.Next(); n++ {
		if n >= 3 {
			continue
		}
		cells := make([]any, len(names))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			p.t.Fatal(err)
		}
		row := ""
		for i, name := range names {
			row += fmt.Sprintf(" %s=%v", name, *(cells[i].(*any)))
		}
		found = append(found, row)
	}
	if err := rows.Err(); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	if n > 0 {
		p.t.Errorf("%s: %d rows, such as\n%s", what, n, strings.Join(found, "\n"))
	}
}

// number returns the one value of a query.
func (p *published) number(query string, args ...any) float64 {
	p.t.Helper()
	var v sql.NullFloat64
	if err := p.db.QueryRow("select cast(("+query+") as double)", args...).Scan(&v); err != nil {
		p.t.Fatalf("%v in\n%s", err, query)
	}
	if !v.Valid {
		p.t.Fatalf("no value of\n%s", query)
	}
	return v.Float64
}

// near wants the value of a query within a tolerance.
func (p *published) near(what string, want, tolerance float64, query string, args ...any) {
	p.t.Helper()
	if got := p.number(query, args...); !(got >= want-tolerance && got <= want+tolerance) {
		p.t.Errorf("%s is %v, want %v ± %v", what, got, want, tolerance)
	}
}

// atLeast wants so many rows: a check over nothing checks nothing.
func (p *published) atLeast(rows float64, query string, args ...any) {
	p.t.Helper()
	if got := p.number("select count(*) from ("+query+")", args...); got < rows {
		p.t.Errorf("%v rows, want at least %v, of\n%s", got, rows, query)
	}
}

package pipeline_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opdrift/fixtures"
	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// TestOnePostingMovesNoRun adds a posting of 1,000 kroner that is dated ahead to a small
// ledger, with and without the day of its registration. The default as-of date stays, and
// what lies after it is told; an explicit one is as it was given.
func TestOnePostingMovesNoRun(t *testing.T) {
	dir := town(t, fixtures.Options{Seed: 6, Persons: 60, Years: 3})
	costs := filepath.Join(dir, "extracts", "costs.parquet")
	before := filepath.Join(t.TempDir(), "costs.parquet")
	if err := os.Rename(costs, before); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, tt := range []struct {
		what, from, posted, registered string
		asOf, want                     string
		told                           int64
	}{
		{"as it was", "*", "", "", "newest", "2025-06-30", 0},
		{"registered in June, dated in December", "*", "2025-12-31", "date '2025-06-30'", "newest", "2025-06-30", 1},
		{"dated in December", "*", "2025-12-31", "null", "newest", "2025-06-30", 1},
		{"dated in 2052", "*", "2052-01-15", "null", "newest", "2025-06-30", 1},
		{"dated in 2052, with another column", "*", "2052-01-15", "date '2025-06-30'", "newest", "2025-06-30", 1},
		{"no registration in the extract", "* exclude (registered_at)", "2025-12-31", "null", "newest", "2025-06-30", 1},
		{"explicit", "*", "2025-12-31", "date '2025-06-30'", "2025-12-31", "2025-12-31", 0},
	} {
		rows := fmt.Sprintf("select * from read_parquet('%s')", before)
		if tt.posted != "" {
			rows += fmt.Sprintf(` union all (select * replace ('stray' as posting_id, date '%s' as posting_date, cast(%s as date) as registered_at,
				cast(1000 as decimal(18, 2)) as amount) from read_parquet('%s') where kind = 'gross' order by posting_id limit 1)`, tt.posted, tt.registered, before)
		}
		if _, err := db.Exec(fmt.Sprintf("copy (select %s from (%s)) to '%s' (format parquet)", tt.from, rows, costs)); err != nil {
			t.Fatal(err)
		}
		yaml := small + "freshness: {max_days: off}\nas_of: " + tt.asOf + "\n"
		if err := os.WriteFile(filepath.Join(dir, config.File), []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := pipeline.Validate(context.Background(), loaded(t, dir), quiet)
		if err != nil || v.AsOf != tt.want {
			t.Errorf("%s: as of %s, want %s (%v)", tt.what, v.AsOf, tt.want, err)
		}
		var got pipeline.RuleState
		for _, r := range v.Rules {
			if r.Rule == "costs.posting_date.after_as_of" {
				got = r
			}
		}
		if got.Rows != tt.told {
			t.Errorf("%s: %d postings are told, want %d: %s", tt.what, got.Rows, tt.told, got.Text)
		}
		if tt.told > 0 && (got.Amount != "1000.00" || !strings.Contains(got.Text, ": 1, 1,000 DKK in all") || !strings.Contains(got.TextDA, ": 1, 1.000 kr. i alt") || !strings.Contains(got.Text, "set as_of")) {
			t.Errorf("%s: %+v", tt.what, got)
		}
	}
}

// TestOnePostingMakesNothingFresh: a ledger that ends in June is stale in December, though
// one posting is dated in November.
func TestOnePostingMakesNothingFresh(t *testing.T) {
	dir := town(t, fixtures.Options{Seed: 6, Persons: 60, Years: 3})
	costs := filepath.Join(dir, "extracts", "costs.parquet")
	before := filepath.Join(t.TempDir(), "costs.parquet")
	if err := os.Rename(costs, before); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(fmt.Sprintf(`copy (from read_parquet('%[1]s') union all (select * replace ('stray' as posting_id, date '2025-11-30' as posting_date,
		cast(null as date) as registered_at) from read_parquet('%[1]s') limit 1)) to '%[2]s' (format parquet)`, before, costs)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, config.File), []byte("name: Town\nfreshness: {extracts: {cases: off}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	opts := quiet
	opts.Today = time.Date(2025, 12, 15, 0, 0, 0, 0, time.UTC)
	_, err = pipeline.Validate(context.Background(), loaded(t, dir), opts)
	if err == nil || !strings.Contains(err.Error(), "costs is stale: the newest posting_date is 2025-06-") {
		t.Errorf("got %v, want costs to be stale", err)
	}
}

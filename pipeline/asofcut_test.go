package pipeline_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opdrift/fixtures"
)

// TestAsOfIsACut: a run of an earlier day, from the newest extracts, has the same tables as
// one from extracts that end on that day: nothing that was registered later, or cancelled
// later, is in any number. (An end that became known later is, since no extract says when.)
func TestAsOfIsACut(t *testing.T) {
	full := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 600, Years: 9}), "extracts")
	const asOf = "2025-03-31"
	cut := filepath.Join(t.TempDir(), "extracts")
	if err := os.CopyFS(cut, os.DirFS(full)); err != nil {
		t.Fatal(err)
	}
	rewrite(t, filepath.Join(cut, "costs.parquet"), "from FILE where coalesce(registered_at, posting_date) <= date '"+asOf+"'")
	rewrite(t, filepath.Join(cut, "cases.parquet"), `select * replace (case when cancelled_at > date '`+asOf+`' then 'granted' else status end as status,
			case when cancelled_at <= date '`+asOf+`' then cancelled_at end as cancelled_at)
		from FILE where coalesce(registered_at, decision_date, start_date) <= date '`+asOf+`'`)

	yaml := small + "as_of: " + asOf + "\n"
	one, other := runProject(t, full, yaml), runProject(t, cut, yaml)
	for _, extract := range []string{"costs", "cases"} {
		rows := func(folder string) float64 {
			return one.number("select count(*) from '" + filepath.Join(folder, extract+".parquet") + "'")
		}
		if before, after := rows(full), rows(cut); after >= before || after == 0 {
			t.Fatalf("%s: %.0f of %.0f rows are left: want some of them", extract, after, before)
		}
	}
	tables, err := fs.Glob(os.DirFS(filepath.Join(one.Folder, "restricted")), "*.parquet")
	if err != nil || len(tables) < 20 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	for _, file := range tables {
		name := strings.TrimSuffix(file, ".parquet")
		if name == "quality" || name == "quarantine" {
			continue // of the files, with all their rows
		}
		one.view(name+"_cut", filepath.Join(other.Folder, "restricted", file))
		one.none(name+", in one run only", fmt.Sprintf(`(select * exclude run_id from %[1]s except all select * exclude run_id from %[1]s_cut)
			union all (select * exclude run_id from %[1]s_cut except all select * exclude run_id from %[1]s)`, name))
	}
	one.atLeast(1000, "from panel_monthly")
}

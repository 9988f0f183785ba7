package main

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opdrift/fixtures"
)

// told says what the error about each defect of fixtures.GenerateDefects must hold:
// the file, the column, what was found, what is wanted, and what to do.
var told = map[string][]string{
	"missing_column":    {"/cases.parquet: ", "no column unit_price", "want DECIMAL(18,2)"},
	"wrong_type":        {"/costs.parquet: ", "column amount is DOUBLE", "want DECIMAL(18,2)", "cast it"},
	"duplicate_key":     {"/cases.parquet row 1, 222", "2 of 222 rows", "2 rows break", "case_id is found once", "came twice"},
	"end_before_start":  {"/cases.parquet row 1)", "1 of 221 rows", "1 row breaks", "end_date is not before start_date", "at most 0.1 %", "where the extract comes from"},
	"birth_after_start": {"/cases.parquet row 1)", "1 row breaks", "start_date is not before birth_date"},
	"negative_quantity": {"/cases.parquet row 1)", "1 row breaks", "quantity is between 0 and"},
	"unknown_unit":      {"/cases.parquet row 1)", "1 row breaks", "unit is day, hour, month or once"},
	"unknown_service":   {"/cases.parquet row 1)", "1 row breaks", "service is found in services"},
	"age_out_of_range":  {"/population.parquet row 1)", "1 row breaks", "age is between 0 and 130"},
	"cpr_name":          {"/costs.parquet: ", "column cpr_nr", "CPR numbers", "leave the column out"},
	"cpr_text":          {"/cases.parquet", "column person_key", "CPR number", "more than half", "pseudonymise"},
	"cpr_integer":       {"/costs.parquet", "column citizen", "CPR number", "more than half"},
	"cpr_hyphen":        {"/cases.parquet", "column household_key", "CPR number", "more than half"},
	"cpr_substitute":    {"/cases.parquet", "column provider", "CPR number", "more than half"},
	"truncated_file":    {"/costs.parquet: ", "cut short", "deliver or copy the file again"},
	"empty_file":        {"/costs.parquet: ", "0 bytes", "deliver or copy the file again"},
	"zero_rows":         {"/costs.parquet: ", "0 rows", "want at least one", "deliver the extract again"},
	"other_schema":      {"/costs/b.parquet: ", "no column kind", "/costs/a.parquet has", "the same columns"},
	"file_twice":        {"/costs/a.parquet", "/costs/b.parquet", "the same file", "count twice", "name it once"},
	"symlink_loop":      {"/cases.parquet", "a link that leads back to itself", "want a Parquet file"},
	"extra_column":      {"/costs.parquet: ", "extra column note", "not in the contract"},
}

// TestDefects puts each kind of wrong extract into a project that has been run.
func TestDefects(t *testing.T) {
	t.Parallel()
	broken, sound := filepath.Join(t.TempDir(), "broken"), filepath.Join(t.TempDir(), "sound")
	list, err := fixtures.GenerateDefects(broken)
	if err != nil {
		t.Fatal(err)
	}
	copied(t, filepath.Join(broken, "extra_column"), sound)
	opdrift(t, 0, "run", "-q", "-p", sound)
	if len(list) != len(told) {
		t.Errorf("%d kinds of defects, and %d are described here", len(list), len(told))
	}
	for _, d := range list {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "town")
			copied(t, sound, dir)
			remove(t, filepath.Join(dir, "extracts"))
			copied(t, filepath.Join(broken, d.Name, "extracts"), filepath.Join(dir, "extracts"))
			if d.Exit == 0 {
				harmless(t, dir, told[d.Name])
				return
			}
			checkDefect(t, dir, d, secrets(t, filepath.Join(dir, "extracts"), d.Name))
		})
	}
}

// checkDefect wants run and validate to stop alike, to say what is wrong and no
// more, and to leave what was published.
func checkDefect(t *testing.T, dir string, d fixtures.Defect, secret []string) {
	out := filepath.Join(dir, "out")
	before := tree(t, out)
	commands := []string{"run", "validate"}
	if testing.Short() && strings.Contains(strings.Join(told[d.Name], " "), "1 row breaks") {
		commands = commands[:1] // these are many and alike
	}
	for _, command := range commands {
		e := opdrift(t, d.Exit, command, "-p", dir)
		for _, want := range append(told[d.Name], "nothing was published") {
			if !strings.Contains(e.stderr, want) {
				t.Errorf("%s does not say %q:\n%s", command, want, e.stderr)
			}
		}
		if command == "run" && e.stdout != "" {
			t.Errorf("run prints a result:\n%s", e.stdout)
		}
		for _, s := range secret {
			if strings.Contains(e.stdout+e.stderr, s) {
				t.Errorf("%s shows the value %q of a row:\n%s%s", command, s, e.stdout, e.stderr)
			}
		}
		if changed := differences(before, tree(t, out)); len(changed) > 0 {
			t.Errorf("%s changed %q in what was published", command, changed)
		}
		tidy(t, out)
	}
	opdrift(t, 0, "runs", "verify", "-q", "-p", dir)
}

// harmless wants a warning and a run.
func harmless(t *testing.T, dir string, want []string) {
	for _, command := range []string{"validate", "run"} {
		e := opdrift(t, 0, command, "-q", "-p", dir)
		for _, w := range want {
			if !strings.Contains(e.stderr, w) {
				t.Errorf("%s does not warn %q:\n%s", command, w, e.stderr)
			}
		}
	}
	tidy(t, filepath.Join(dir, "out"))
}

// secrets are the values by which a row of cases or costs could be known: keys of
// persons, grants and postings, and for the CPR defects the numbers themselves. Of
// the row that is spoiled also the price. (Validate prints a rule's rows and kroner,
// which are sums by design.)
func secrets(t *testing.T, extracts, defect string) []string {
	db := engine(t)
	columns := []string{"person_key", "household_key", "case_id", "posting_id", "citizen"}
	if defect == "cpr_substitute" {
		columns = append(columns, "provider")
	}
	found := []string{}
	for _, name := range []string{"cases", "costs"} {
		from := "read_parquet(" + quoted(filepath.Join(extracts, name+".parquet")) + ")"
		for _, column := range columns {
			found = append(found, texts(db, `select distinct cast("`+column+`" as varchar) from `+from)...)
		}
		found = append(found, texts(db, "select cast(unit_price as varchar) from "+from+" limit 1")...)
	}
	if len(found) < 100 {
		t.Errorf("%d values to look for, want those of a whole extract", len(found))
	}
	return slices.DeleteFunc(found, func(s string) bool { return len(s) < 6 })
}

// texts are the rows of a query, none where the file or column is not there.
func texts(db *sql.DB, query string) []string {
	rows, err := db.Query(query)
	if err != nil {
		return nil
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s sql.NullString
		if rows.Scan(&s) == nil && s.Valid {
			all = append(all, s.String)
		}
	}
	return all
}

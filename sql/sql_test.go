package sql_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	queries "opdrift/sql"
)

// A file is one .sql file, as the program has it and as it stands in the folder.
type file struct {
	queries.Query
	path    string
	number  string // that begins its name
	comment []string
	words   []word
}

func (f file) at(w word) string { return fmt.Sprintf("%s:%d", f.path, w.line) }

var folders = []string{"extract", "panel", "rows", "outputs", "shims"}

// all reads every file, and fails where the program and the folder differ.
func all(t *testing.T, folders ...string) []file {
	t.Helper()
	var out []file
	for _, folder := range folders {
		paths, err := filepath.Glob(folder + "/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		embedded := queries.Folder(folder)
		if len(paths) != len(embedded) {
			t.Fatalf("%s: %d files stand there, %d are embedded", folder, len(paths), len(embedded))
		}
		for i, q := range embedded {
			number, name, numbered := strings.Cut(strings.TrimSuffix(filepath.Base(paths[i]), ".sql"), "_")
			if !numbered || !regexp.MustCompile(`^[0-9]+$`).MatchString(number) {
				number, name = "", strings.TrimSuffix(filepath.Base(paths[i]), ".sql")
			}
			if name != q.Name {
				t.Fatalf("%s: the program has the table %s there", paths[i], q.Name)
			}
			f := file{Query: q, path: paths[i], number: number, words: words(q.Text)}
			for line := range strings.Lines(q.Text) {
				comment, ok := strings.CutPrefix(line, "--")
				if !ok {
					break
				}
				f.comment = append(f.comment, strings.TrimSpace(comment))
			}
			out = append(out, f)
		}
	}
	return out
}

// header returns what follows a word with a colon in the comment, nil without.
func (f file) header(key string) []string {
	for _, line := range f.comment {
		if rest, ok := strings.CutPrefix(line, key+":"); ok {
			var out []string
			for part := range strings.SplitSeq(rest, ",") {
				out = append(out, strings.TrimSpace(part))
			}
			return out
		}
	}
	return nil
}

// TestFolders: every folder with .sql files is one that the tests know.
func TestFolders(t *testing.T) {
	paths, err := filepath.Glob("*/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		if !slices.Contains(folders, filepath.Dir(p)) {
			t.Errorf("%s: a folder that the tests do not know: add it to folders (sql_test.go), with its rules", p)
		}
	}
	if elsewhere, _ := filepath.Glob("*/*/*"); len(elsewhere) > 0 {
		t.Errorf("%v: a folder below a folder is not embedded", elsewhere)
	}
}

// TestHeaders checks what the comment at the head of each file must have, and
// what it claims of grain and reads. Grain as a key is checked by the store, on
// every run, for what is published.
func TestHeaders(t *testing.T) {
	for _, f := range all(t, folders...) {
		if len(f.comment) == 0 || len(strings.Fields(f.comment[0])) < 4 {
			t.Errorf("%s:1: begin with a comment that says in words what a row is", f.path)
			continue
		}
		if f.Folder == "shims" {
			continue
		}
		if len(f.Grain) == 0 || !slices.Equal(f.Grain, f.header("grain")) {
			t.Errorf("%s: grain %v, in the program %v: want one line \"grain: columns\" that names the key", f.path, f.header("grain"), f.Grain)
		}
		for _, column := range f.Grain {
			if !slices.ContainsFunc(f.words, func(w word) bool { return w.text == column }) {
				t.Errorf("%s: its grain has %s, which the statement does not name", f.path, column)
			}
		}
		claimed := f.header("reads")
		slices.Sort(claimed)
		if got := reads(f.words); !slices.Equal(got, claimed) {
			t.Errorf("%s: reads: %v, but the statement reads %v", f.path, claimed, got)
		}
	}
}

// TestText keeps the way queries are written: lower case, no tab, no space at the
// end of a line, one line break at the end of the file, one statement, which
// selects; in shims/ one macro a statement.
func TestText(t *testing.T) {
	for _, f := range all(t, folders...) {
		for i, line := range strings.Split(f.Text, "\n") {
			if strings.TrimRight(line, " \t\r") != line || strings.Contains(line, "\t") {
				t.Errorf("%s:%d: a tab, or space at the end of the line", f.path, i+1)
			}
		}
		if !strings.HasSuffix(f.Text, "\n") || strings.HasSuffix(f.Text, "\n\n") {
			t.Errorf("%s: want one line break at the end", f.path)
		}
		for i, w := range f.words {
			if w.kind != '\'' && strings.ToLower(w.text) != w.text {
				t.Errorf("%s: %s: keywords and names are lower case", f.at(w), w.text)
			}
			if w.kind == '"' {
				t.Errorf("%s: %s: names that need quotes are not used", f.at(w), w.text)
			}
			if w.text == ";" && f.Folder != "shims" {
				t.Errorf("%s: one statement a file, without semicolon", f.at(w))
			}
			if i == 0 && f.Folder != "shims" && w.text != "select" && w.text != "with" {
				t.Errorf("%s: %s: a file is one select", f.at(w), w.text)
			}
		}
	}
}

// TestParameters: the program finds every parameter, and outputs take none.
func TestParameters(t *testing.T) {
	for _, f := range all(t, folders...) {
		var want []string
		for _, w := range f.words {
			if name := strings.TrimPrefix(w.text, "$"); w.kind == '$' && !slices.Contains(want, name) {
				want = append(want, name)
			}
		}
		slices.Sort(want)
		if !slices.Equal(want, f.Params) {
			t.Errorf("%s: parameters %v, in the program %v", f.path, want, f.Params)
		}
		if f.Folder == "outputs" && len(want) > 0 {
			t.Errorf("%s: parameters %v: an output takes none, join run_facts", f.path, want)
		}
	}
}

// calendar lists the tables that the pipeline makes before extract/ runs.
var calendar = []string{"age_limits", "ages", "bands", "months", "payment_arts", "payment_deadlines", "payment_kinds", "used_bands", "years", "years_ahead", "years_open", "years_past"}

// TestExtractReads: statements on raw rows read the logical names of extracts, the
// calendar, and tables of files that run before them, and nothing else.
func TestExtractReads(t *testing.T) {
	made := map[string]string{}
	files := all(t, "extract")
	for _, f := range files {
		made[f.Name] = f.number
	}
	for _, f := range files {
		if f.number == "" {
			t.Errorf("%s: want a number before the name, which says what runs first", f.path)
		}
		for _, name := range reads(f.words) {
			if number, ok := made[name]; ok {
				if number >= f.number {
					t.Errorf("%s: reads %s, which is made later or at the same time: want a higher number", f.path, name)
				}
				continue
			}
			if _, err := os.Stat("../pipeline/contract/contracts/" + name + ".yaml"); err != nil && !slices.Contains(calendar, name) {
				t.Errorf("%s: reads %s: want an extract with a contract, one of %v, or a table of this folder", f.path, name, calendar)
			}
		}
	}
}

// outputFunctions are what an output may call: casts, the shims that give a type,
// and what picks a value.
var outputFunctions = []string{"cast", "kroner", "month_first", "coalesce", "concat"}

// arithmetic lists the outputs that reckon, with the signs and functions they
// use, which sql/outputs should not (house rule 5). Nothing is added here: it
// shrinks as they move to sql/panel.
var arithmetic = map[string][]string{
	"panel":          {"/", "/", "/"},                               // unit costs from øre to kroner
	"panel_monthly":  {"/", "year_days", "+", "+", "+"},             // full-year persons, sums of money
	"reconciliation": {"fiscal_year", "/", "nullif", "fiscal_year"}, // rest_share, provenance by year
}

// TestOutputsOnlyCast: what is published was reckoned before, where rounding and
// sums are looked after.
func TestOutputsOnlyCast(t *testing.T) {
	for _, f := range all(t, "outputs") {
		var found []string
		calls := functions(f.words)
		for i, w := range f.words {
			sign := w.kind == 's' && slices.Contains([]string{"+", "-", "*", "/", "//", "%", "**", "||"}, w.text)
			if sign || slices.Contains(calls, i) && !slices.Contains(outputFunctions, w.text) {
				found = append(found, w.text)
			}
		}
		if !slices.Equal(found, arithmetic[f.Name]) {
			t.Errorf("%s: reckons with %q, allowed %q: reckon in sql/panel or in Go, outputs only cast (house rule 5)", f.path, found, arithmetic[f.Name])
		}
	}
}

// TestOutputColumns: every column that is published stands in the statement once
// under its own name.
func TestOutputColumns(t *testing.T) {
	for _, f := range all(t, "outputs") {
		for i, w := range f.words {
			if w.text == "*" && at(f.words, i-1) != "(" {
				t.Errorf("%s: *: name the columns, they are the public interface", f.at(w))
			}
			if w.text == "order" || w.text == "limit" || w.text == "group" {
				t.Errorf("%s: %s: the store sorts by the grain; aggregate before", f.at(w), w.text)
			}
		}
	}
}

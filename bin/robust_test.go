package main

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opdrift/fixtures"
)

// The tests of robust_*_test.go call the program as a process of its own, on
// projects that they make, break and kill. Without -short they do more of the same.

// An ending is how a call of the program ended.
type ending struct {
	code           int // exit status, -1 for a process that a signal killed
	stdout, stderr string
}

// command prepares a call of the program with env beside the environment of the
// tests, without our own variables. The test binary is the program when it is
// called by that name; see TestMain.
func command(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Args[0] = "opdrift"
	cmd.Env = slices.DeleteFunc(os.Environ(), func(e string) bool { return strings.HasPrefix(e, "OPDRIFT_") })
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// opdrift calls the program and wants an exit status.
func opdrift(t *testing.T, want int, args ...string) ending {
	t.Helper()
	return finished(t, want, command(nil, args...))
}

// finished runs a prepared call to its end and wants an exit status.
func finished(t *testing.T, want int, cmd *exec.Cmd) ending {
	t.Helper()
	e := end(t, cmd)
	if e.code != want {
		t.Errorf("opdrift %q: exit status %d, want %d:\n%s", cmd.Args[1:], e.code, want, e.stderr)
	}
	return e
}

// end runs a prepared call to its end, and wants no fault in the program itself.
func end(t *testing.T, cmd *exec.Cmd) ending {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stderr = &stderr
	if cmd.Stdout == nil {
		cmd.Stdout = &stdout
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	e := ending{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
	for _, fault := range []string{"panic:", "goroutine ", "a fault in the program itself"} {
		if strings.Contains(e.stderr, fault) {
			t.Errorf("opdrift %q broke:\n%s", cmd.Args[1:], e.stderr)
		}
	}
	return e
}

// town makes a synthetic municipality with every extract.
func town(t *testing.T, dir string, persons, years int) {
	t.Helper()
	if _, err := fixtures.Generate(dir, fixtures.Options{Persons: persons, Years: years, Seed: 5}); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "opdrift.yaml"), "name: Town\nfreshness: {max_days: off}\nreconciliation: {limit: off}\n") // drawn on a day that is long gone; one case may be a whole service
}

// village makes a project that is quick to run: six extracts, and a history that
// is just long enough to forecast from.
func village(t *testing.T, dir string) {
	t.Helper()
	town(t, dir, 80, 6)
	keepExtracts(t, dir, "services", "cases", "costs", "account_map", "population", "prices")
}

func keepExtracts(t *testing.T, dir string, names ...string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "extracts", "*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !slices.Contains(names, strings.TrimSuffix(filepath.Base(file), ".parquet")) {
			remove(t, file)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func copied(t *testing.T, from, to string) {
	t.Helper()
	if out, err := exec.Command("cp", "-a", "--", from, to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// engine opens an empty database of DuckDB.
func engine(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// rewritten replaces a Parquet file by what a query makes of it, which calls it
// old.
func rewritten(t *testing.T, db *sql.DB, file, query string) {
	t.Helper()
	fresh := file + ".fresh"
	statement := "copy (with old as (from read_parquet(" + quoted(file) + ")) " + query + ") to " + quoted(fresh) + " (format parquet)"
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if err := os.Rename(fresh, file); err != nil {
		t.Fatal(err)
	}
}

// tree is every file and link below a folder, with the hash of the one and the
// target of the other.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			found[name], err = os.Readlink(path)
			return err
		}
		data, err := os.ReadFile(path)
		sum := sha256.Sum256(data)
		found[name] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// differences lists the names on which two trees do not agree.
func differences(a, b map[string]string) []string {
	var names []string
	for name := range a {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// tidy wants nothing in an output folder but what stays there between runs.
func tidy(t *testing.T, out string) {
	t.Helper()
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains([]string{".lock", "audit.ndjson", "latest", "runs"}, e.Name()) {
			t.Errorf("%s was left in %s", e.Name(), out)
		}
	}
}

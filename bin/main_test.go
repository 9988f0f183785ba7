package main

import (
	"context"
	"database/sql"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/rogpeppe/go-internal/testscript"

	"opdrift/pipeline/publish"
)

var update = flag.Bool("update", false, "rewrite the expected files in testdata")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"opdrift": main})
}

// TestScripts runs testdata/script. Beside testscript's own, scripts have the
// commands
//
//	status N COMMAND…       run and want exit status N
//	parquet in.csv out.parquet   with the types that DuckDB finds
//	csv in.parquet out.csv
//	england DIR             the real project of fixtures/england
//	councils DIR            the same with five of its 152 councils, to run quickly
//	eksempelby DIR          the synthetic project of fixtures/eksempelby
//	published DIR           a project with a run, made once for all scripts
//	locked DIR N COMMAND…   the same as status, while somebody else publishes to DIR
//	flip FILE               change one bit in the middle of a file
func TestScripts(t *testing.T) {
	ran := filepath.Join(t.TempDir(), "ran")
	if err := fiveCouncils(ran); err != nil {
		t.Fatal(err)
	}
	if code := run(context.Background(), []string{"opdrift", "run", "-q", "-p", ran}, nil, io.Discard, os.Stderr, nil, time.Now); code != 0 {
		t.Fatalf("the run that scripts ask about ended with %d", code)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":     status1,
			"parquet":    convert("copy (from read_csv($1, auto_type_candidates = ['BOOLEAN', 'BIGINT', 'DECIMAL(18,2)', 'DATE', 'VARCHAR'])) to '%s' (format parquet)"),
			"csv":        convert("copy (from read_parquet($1)) to '%s' (format csv, header)"),
			"england":    func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(copyTo(england(), ts.MkAbs(args[0]))) },
			"councils":   func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(fiveCouncils(ts.MkAbs(args[0]))) },
			"eksempelby": func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(eksempelby(ts.MkAbs(args[0]))) },
			"published":  func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(copyTo(ran, ts.MkAbs(args[0]))) },
			"locked":     locked,
			"flip":       flip,
		},
	})
}

// status1 is "status N COMMAND…".
func status1(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command [args]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// convert returns a script command that runs a statement on two files, so that
// scripts can hold their data as text.
func convert(query string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 2 {
			ts.Fatalf("usage: parquet|csv from to")
		}
		db, err := sql.Open("duckdb", "")
		ts.Check(err)
		defer db.Close()
		_, err = db.Exec(strings.Replace(query, "%s", ts.MkAbs(args[1]), 1), ts.MkAbs(args[0]))
		ts.Check(err)
	}
}

// copyTo copies a project with its links and modes.
func copyTo(from, to string) error { return exec.Command("cp", "-a", from, to).Run() }

func england() string { return filepath.Join("..", "fixtures", "england") }

// eksempelby copies the synthetic project without runs that somebody made in it.
func eksempelby(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	from := filepath.Join("..", "fixtures", "eksempelby")
	return exec.Command("cp", "-a", filepath.Join(from, "extracts"), filepath.Join(from, "opdrift.yaml"), dir).Run()
}

// fiveCouncils makes a project of five councils of the North East.
func fiveCouncils(dir string) error {
	if err := copyTo(england(), dir); err != nil {
		return err
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer db.Close()
	for _, name := range []string{"activity", "costs"} {
		from := filepath.Join(england(), "extracts", name+".parquet")
		to := filepath.Join(dir, "extracts", name+".parquet")
		_, err := db.Exec("copy (from read_parquet($1) where municipality between 'E06000001' and 'E06000005') to '"+to+"' (format parquet)", from)
		if err != nil {
			return err
		}
	}
	return nil
}

// locked holds the lock of a project's output while a command runs.
func locked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: locked DIR command")
	}
	holder := publish.Holder{PID: 4711, Host: "elsewhere", Command: "opdrift run", Since: "2024-01-01T00:00:00Z"}
	w, err := publish.Acquire(context.Background(), filepath.Join(ts.MkAbs(args[0]), "out"), holder, publish.Options{})
	ts.Check(err)
	defer w.Close()
	status1(ts, false, args[1:])
}

// flip changes one bit in the middle of a file.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: flip FILE")
	}
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	data[len(data)/2] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

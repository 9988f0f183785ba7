package pipeline

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"opdrift/pipeline/config"
)

// TestScaleChild does one part of TestScale.
func TestScaleChild(t *testing.T) {
	part := os.Getenv("SCALE_PART")
	if part == "" {
		t.Skip("a part of TestScale")
	}
	folder := os.Getenv("SCALE_IN")
	parts := map[string]func(string, *scaleResult) error{
		"generate": scaleGenerate, "sum": scaleSum, "bare": scaleBare, "run": scaleRun, "compare": scaleCompare,
	}
	result := scaleResult{Parts: map[string]float64{}, CPU: map[string]float64{}}
	start := time.Now()
	if err := parts[part](folder, &result); err != nil {
		t.Fatal(err)
	}
	if result.Seconds == 0 {
		result.Seconds = time.Since(start).Seconds()
	}
	text, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(os.Getenv("SCALE_RESULT"), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A bench is an engine beside the program's: as it comes, on the same number of threads.
type bench struct {
	conn *sql.Conn
	err  error
}

func newBench(folder string) *bench {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return &bench{err: err}
	}
	conn, err := db.Conn(context.Background())
	b := &bench{conn, err}
	b.exec("set threads = " + strconv.Itoa(runtime.GOMAXPROCS(0)))
	b.exec("set temp_directory = '" + filepath.Join(folder, "scratch") + "'")
	b.exec("set variable folder = '" + extractsOf(folder) + "'")
	return b
}

func extractsOf(folder string) string { return filepath.Join(folder, "extracts") }

func (b *bench) exec(statement string) {
	if b.err == nil {
		_, b.err = b.conn.ExecContext(context.Background(), statement)
	}
}

// script runs the statements of a file of testdata/scale.
func (b *bench) script(name string) {
	text := b.text(name)
	for _, statement := range strings.Split(text, ";\n") {
		if strings.TrimSpace(statement) != "" {
			b.exec(statement)
		}
	}
}

func (b *bench) text(name string) string {
	text, err := os.ReadFile(filepath.Join("testdata", "scale", name+".sql"))
	b.err = errors.Join(b.err, err)
	return string(text)
}

// number asks for one number.
func (b *bench) number(query string) int64 {
	var n int64
	if b.err == nil {
		b.err = b.conn.QueryRowContext(context.Background(), query).Scan(&n)
	}
	return n
}

func (b *bench) copy(query, file string) {
	b.exec("copy (" + query + ") to '" + file + "' (format parquet, compression snappy, row_group_size 122880)")
}

// scaleGenerate writes the extracts. Services, accounts and prices are Eksempelby's.
func scaleGenerate(folder string, r *scaleResult) error {
	extracts := extractsOf(folder)
	if err := os.MkdirAll(extracts, 0o700); err != nil {
		return err
	}
	town, err := filepath.Abs(filepath.Join("..", "fixtures", "eksempelby", "extracts"))
	if err != nil {
		return err
	}
	for _, name := range []string{"services", "account_map", "prices"} {
		data, err := os.ReadFile(filepath.Join(town, name+".parquet"))
		if err == nil {
			err = os.WriteFile(filepath.Join(extracts, name+".parquet"), data, 0o600)
		}
		if err != nil {
			return err
		}
	}
	rows, err := strconv.ParseInt(os.Getenv("SCALE_COUNT"), 10, 64)
	if err != nil {
		return err
	}
	b := newBench(folder)
	b.exec("set variable cases = " + strconv.FormatInt(rows*6/100, 10))
	b.exec("create table kinds as " + b.text("generate_kinds"))
	b.exec("create table accounts as " + b.text("generate_accounts"))
	b.script("generate_macros")
	for _, name := range []string{"cases", "costs", "population"} {
		b.copy(b.text("generate_"+name), filepath.Join(extracts, name+".parquet"))
	}
	r.Rows = b.number("select count(*) from read_parquet('" + filepath.Join(extracts, "costs.parquet") + "')")
	return b.err
}

// scaleSum is the plain sum over the ledger.
func scaleSum(folder string, r *scaleResult) error {
	b := newBench(folder)
	start := time.Now()
	b.exec("create table plain_sum as " + b.text("sum"))
	r.Seconds = time.Since(start).Seconds()
	return b.err
}

// scaleBare runs the bare statements and keeps their panel.
func scaleBare(folder string, r *scaleResult) error {
	b := newBench(folder)
	for _, name := range []string{"bare_panel", "bare_checks", "bare_refusion", "bare_tables"} {
		start, before := time.Now(), cpuSeconds()
		b.script(name)
		r.Parts[name], r.CPU[name] = time.Since(start).Seconds(), cpuSeconds()-before
		r.Seconds += r.Parts[name]
	}
	for _, table := range scaleTables {
		b.copy("from "+table.bare, filepath.Join(folder, table.bare+".parquet"))
	}
	return b.err
}

// cpuSeconds is what the process has used of the processors.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return math.NaN()
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// scaleTables are the tables that both sides make, with the columns that are compared.
var scaleTables = []struct{ name, bare, columns, where string }{
	{"panel", "bare", "municipality, service, band, year, days, persons, gross, income, refund", "true"},
	{"cell_month", "bare_month", "municipality, service, band, month, days, cases, persons, priced, gross, income, refund", "true"},
	{"reconciliation", "bare_reconciliation", "municipality, service, month, priced, ledger, booked, posting_lag, year_end_accrual, unmapped, aggregate", "true"},
	{"flows", "bare_flows", "municipality, service, year, age, duration, persons, exits, days, exit_days", "year between 2019 and 2024"},
	{"concentration", "bare_concentration", "municipality, level, item, year, persons_group, persons, ore", "persons_group not like 'above%'"},
}

// scaleRun runs the stages extract, check and panel as a run does, and keeps the panel.
func scaleRun(folder string, r *scaleResult) error {
	// the made-up ledger has rests that would stop a real run
	text := "name: Scale\nreconciliation: {limit: off}\n"
	cfg, err := config.Read(folder, []byte(text), nil, nil, Allowed())
	if err != nil {
		return err
	}
	cfg.Engine.RunMemory = strconv.Itoa(config.RunMemory) + "MiB"
	if limit := os.Getenv("SCALE_LIMIT"); limit != "" {
		cfg.Engine.RunMemory = limit
	}
	ctx := context.Background()
	run, err := toPanel(ctx, cfg)
	if run == nil {
		return err
	}
	for _, s := range run.took {
		r.Parts[s.name] = s.took.Seconds()
		r.Seconds += s.took.Seconds()
	}
	for _, table := range scaleTables {
		if err == nil {
			err = run.store.Exec(ctx, "copy "+table.name+" to '"+filepath.Join(run.root(), table.name+".parquet")+"'")
		}
	}
	return errors.Join(err, run.close())
}

// toPanel runs the stages extract, check and panel; the caller closes the run, which is nil
// where it could not begin.
func toPanel(ctx context.Context, cfg config.Config) (*run, error) {
	opts := Options{Version: "panel", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	r := &run{cfg: cfg, opts: opts, log: opts.Log, started: opts.Now()}
	if err := r.acquire(ctx); err != nil {
		return nil, err
	}
	return r, r.all(ctx, stages[:3])
}

// scaleCompare counts the rows that only one of the two sides has.
func scaleCompare(folder string, r *scaleResult) error {
	b := newBench(folder)
	for _, table := range scaleTables {
		made, err := filepath.Glob(filepath.Join(folder, "*", table.name+".parquet"))
		if err != nil || len(made) != 1 {
			return errors.Join(err, fmt.Errorf("the run left no %s", table.name))
		}
		rows := func(file string) string {
			return "select " + table.columns + " from '" + file + "' where " + table.where
		}
		one, other := rows(made[0]), rows(filepath.Join(folder, table.bare+".parquet"))
		differ := b.number("select (select count(*) from (" + one + " except all " + other + ")) + (select count(*) from (" + other + " except all " + one + "))")
		r.Parts[table.name] = float64(differ)
		r.Rows += differ
	}
	return b.err
}

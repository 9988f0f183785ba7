// Package store is the engine of a run: one DuckDB that reads the extracts,
// holds the tables that stages hand to each other, and writes the published
// Parquet files. The tables stand in a scratch file of the run's private folder,
// or in memory where there is none. It is the only package that knows DuckDB.
//
// Three kinds of statements go through it. Those of package contract count
// breaches over a raw extract. Those of package sql make tables: from raw rows
// ([Store.Extract]) or from tables ([Store.Make]). And Go hands typed rows in and
// out: [Append], [Select].
//
// DuckDB ignores a named argument that a statement does not use, fails late on
// one that is missing, and reaches for the network to load an extension; the
// store closes all three. After [Store.Lock] the engine can read the extracts'
// folders and write the run's own folder, and nothing else.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	queries "opdrift/sql"
)

// Options say what the engine may use.
type Options struct {
	Threads     int      // 0: all
	MemoryLimit string   // in DuckDB's form, such as "4GB"; empty: 60 % of the machine's
	Spill       string   // private folder for tables and for what does not fit in memory; empty: all in memory
	Read        []string // folders it may read
	Files       []string // single files it may read
	Write       []string // folders it may read and write
}

// Version is the version of the engine.
func Version() string { return "DuckDB 1.5.6 (duckdb-go v2.10506.0)" }

// A Store is one engine. It is not safe for concurrent use: a run is a line.
type Store struct {
	db      *sql.DB
	conn    *sql.Conn
	scratch string // file of the tables; empty: in memory
}

// Args are the values of a statement's $parameters.
type Args map[string]any

// Open starts an engine and locks it down. Nothing outside opts.Read and
// opts.Write can be read or written by any statement afterwards.
func Open(ctx context.Context, opts Options) (*Store, error) {
	connector, err := duckdb.NewConnector("?autoinstall_known_extensions=false&autoload_known_extensions=false", nil)
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	db := sql.OpenDB(connector)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("engine: %w", err), db.Close())
	}
	s := &Store{db: db, conn: conn}
	if err := s.configure(ctx, opts); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close ends the engine. Its tables are gone.
func (s *Store) Close() error {
	err := errors.Join(s.conn.Close(), s.db.Close())
	if s.scratch != "" {
		err = errors.Join(err, os.Remove(s.scratch))
	}
	return err
}

func (s *Store) configure(ctx context.Context, opts Options) error {
	if opts.Spill != "" {
		if err := s.useScratch(ctx, opts.Spill); err != nil {
			return fmt.Errorf("engine: %w", err)
		}
	}
	threads := opts.Threads
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	settings := []string{
		"set threads = " + strconv.Itoa(threads),
		"set temp_directory = " + quoteText(opts.Spill),
		"set preserve_insertion_order = true",
	}
	if opts.MemoryLimit != "" {
		settings = append(settings, "set memory_limit = "+quoteText(opts.MemoryLimit))
	}
	for _, q := range queries.Folder("shims") {
		settings = append(settings, q.Text)
	}
	allowed, err := folders(append(append([]string{}, opts.Read...), opts.Write...))
	if err != nil {
		return err
	}
	single, err := paths(opts.Files)
	if err != nil {
		return err
	}
	settings = append(settings,
		"set allowed_directories = ["+strings.Join(allowed, ", ")+"]",
		"set allowed_paths = ["+strings.Join(single, ", ")+"]",
		"set enable_external_access = false",
		"set lock_configuration = true",
	)
	for _, statement := range settings {
		if _, err := s.conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("engine: %s: %w", firstLine(statement), err)
		}
	}
	return nil
}

// folders returns the paths as SQL texts, absolute and with links resolved: the
// engine compares the path it is given, not where a link leads.
func folders(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		absolute, err := filepath.Abs(p)
		if err != nil {
			return nil, fmt.Errorf("folder %s: %w", p, err)
		}
		out = append(out, named(absolute+string(os.PathSeparator))...)
	}
	return out, nil
}

// paths returns file names as SQL texts, absolute.
func paths(files []string) ([]string, error) {
	var out []string
	for _, f := range files {
		absolute, err := filepath.Abs(f)
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", f, err)
		}
		out = append(out, named(absolute)...)
	}
	return out, nil
}

// Exec runs one statement written in this program.
func (s *Store) Exec(ctx context.Context, statement string, args ...any) error {
	if _, err := s.conn.ExecContext(ctx, statement, args...); err != nil {
		return fmt.Errorf("%s: %w", firstLine(statement), err)
	}
	return nil
}

// Extract makes the tables of sql/extract of the given names, in their order,
// from the logical names of the extracts. Rows that stay many are views.
func (s *Store) Extract(ctx context.Context, args Args, names ...string) error {
	return s.makeNamed(ctx, "extract", args, names)
}

// Make makes the named tables of a folder of package sql. All of args must be
// used by one of them.
func (s *Store) Make(ctx context.Context, folder string, args Args, names ...string) error {
	return s.makeNamed(ctx, folder, args, names)
}

func (s *Store) makeNamed(ctx context.Context, folder string, args Args, names []string) error {
	for _, name := range names {
		if err := s.create(ctx, queries.Find(folder, name), args); err != nil {
			return err
		}
	}
	return nil
}

// create makes the table (or view) q.Name from the rows of q. DuckDB takes no
// parameters in a view, so there they are written as literals.
func (s *Store) create(ctx context.Context, q queries.Query, args Args) error {
	kind, text := "table", q.Text
	named, err := pick(q, args)
	if err != nil {
		return err
	}
	if q.View {
		kind, named = "view", nil
		if text, err = inline(q, args); err != nil {
			return err
		}
	}
	if _, err := s.conn.ExecContext(ctx, "create "+kind+" "+Quote(q.Name)+" as\n"+text, named...); err != nil {
		return fmt.Errorf("%s/%s.sql: %w", q.Folder, q.Name, err)
	}
	return nil
}

// pick returns the arguments that q uses. DuckDB ignores those it does not use
// and does not name those it lacks.
func pick(q queries.Query, args Args) ([]any, error) {
	var named []any
	for _, p := range q.Params {
		v, ok := args[p]
		if !ok {
			return nil, fmt.Errorf("%s/%s.sql needs the parameter $%s, which was not given", q.Folder, q.Name, p)
		}
		named = append(named, sql.Named(p, v))
	}
	return named, nil
}

// inline writes the arguments of a view into its text. Only dates, truth values
// and whole numbers occur: anything else is a mistake in the code.
func inline(q queries.Query, args Args) (string, error) {
	if _, err := pick(q, args); err != nil {
		return "", err
	}
	text := q.Text
	for _, p := range q.Params {
		text = strings.ReplaceAll(text, "$"+p, literal(args[p]))
	}
	return text, nil
}

func literal(v any) string {
	switch v := v.(type) {
	case time.Time:
		return "date '" + v.Format(time.DateOnly) + "'"
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	}
	panic(fmt.Sprintf("store: no literal for %T", v))
}

// Quote writes an identifier.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// literalPath holds what the engine takes for a pattern in the name of a file.
// It knows no way to write a backslash: any one character stands for it, and what else
// that fits may not be read.
var literalPath = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]", `\`, "?")

// quotePath writes the name of one file for read_parquet, which would read every
// file that costs[1].parquet is a pattern for, and not that one. The engine compares
// a pattern with what it may read as it stands, so it is written in full.
func quotePath(path string) string {
	if !strings.ContainsAny(path, "*?[") {
		return quoteText(path)
	}
	literal := literalPath.Replace(path)
	if absolute, err := filepath.Abs(path); err == nil {
		literal = literalPath.Replace(absolute)
	}
	if strings.HasSuffix(path, string(os.PathSeparator)) && !strings.HasSuffix(literal, string(os.PathSeparator)) {
		literal += string(os.PathSeparator)
	}
	return quoteText(literal)
}

// named writes a path in the forms in which it may be asked for.
func named(path string) []string {
	forms := []string{quoteText(path)}
	if p := quotePath(path); p != forms[0] {
		forms = append(forms, p)
	}
	return forms
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// raw hands f the driver's own connection.
func (s *Store) raw(f func(driver.Conn) error) error {
	return s.conn.Raw(func(c any) error { return f(c.(driver.Conn)) })
}

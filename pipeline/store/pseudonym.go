package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// A Replacement is a column whose values are replaced, and its new name.
type Replacement struct{ Column, As string }

// Pseudonymise copies a table to a Parquet file, with the values of some columns
// replaced by of, in the one statement that reads them: no table and no other file
// ever holds them, and there is no spill folder. A value for which of says false
// is null. It returns the rows and, by replacement, the distinct values.
//
// The columns of a CSV file get the narrowest of bigint, decimal(18,2), double,
// date and text that changes none of their values; numbers with leading zeros and
// Danish numbers stay text.
func Pseudonymise(ctx context.Context, opts Options, from, to string, columns []Replacement, of func(string) (string, bool)) (int64, []int64, error) {
	opts.Files, opts.Spill = []string{from, to}, ""
	s, err := Open(ctx, opts)
	if err != nil {
		return 0, nil, err
	}
	rows, distinct, err := s.pseudonymise(ctx, from, to, columns, of)
	return rows, distinct, errors.Join(err, s.Close())
}

func (s *Store) pseudonymise(ctx context.Context, from, to string, columns []Replacement, of func(string) (string, bool)) (int64, []int64, error) {
	if err := duckdb.RegisterScalarUDF(s.conn, "pseudonym", pseudonym(of)); err != nil {
		return 0, nil, fmt.Errorf("engine: %w", err)
	}
	source := "read_parquet(" + quoteText(from) + ", hive_partitioning = false)"
	if !strings.HasSuffix(strings.ToLower(from), ".parquet") {
		source = "read_csv(" + quoteText(from) + ", header = true, all_varchar = true, hive_partitioning = false)"
	}
	if err := s.Exec(ctx, "create view given as from "+source); err != nil {
		return 0, nil, Private(err)
	}
	selected, err := s.replaced(ctx, columns, source)
	if err != nil {
		return 0, nil, err
	}
	err = s.Exec(ctx, fmt.Sprintf("copy (select %s from given) to %s (format parquet, compression zstd, use_tmp_file false)",
		strings.Join(selected, ", "), quoteText(to)))
	if err != nil {
		return 0, nil, Private(err)
	}
	return s.countDistinct(ctx, to, columns)
}

// replaced lists the columns of the copy.
func (s *Store) replaced(ctx context.Context, columns []Replacement, source string) ([]string, error) {
	given, err := s.Describe(ctx, "given")
	if err != nil {
		return nil, err
	}
	var names, out []string
	for _, c := range given {
		name := c.Name
		if i := slices.IndexFunc(columns, func(r Replacement) bool { return r.Column == c.Name }); i >= 0 {
			name = columns[i].As
			out = append(out, fmt.Sprintf("pseudonym(%s) as %s", personText(c), Quote(name)))
		} else if strings.HasPrefix(source, "read_csv") {
			plain, err := s.narrowest(ctx, c.Name)
			if err != nil {
				return nil, err
			}
			out = append(out, plain)
		} else {
			out = append(out, Quote(name))
		}
		if slices.Contains(names, name) {
			return nil, fmt.Errorf("the file would have two columns %s: want another name in --as", name)
		}
		names = append(names, name)
	}
	for _, r := range columns {
		if !slices.ContainsFunc(given, func(c Column) bool { return c.Name == r.Column }) {
			var has []string
			for _, c := range given {
				has = append(has, c.Name)
			}
			return nil, fmt.Errorf("there is no column %q: want one of %s", r.Column, strings.Join(has, ", "))
		}
	}
	return out, nil
}

// personText writes a column of numbers as text. Floating-point numbers go over
// decimal, or large ones would be written with an exponent.
func personText(c Column) string {
	name := Quote(c.Name)
	if c.Type == "DOUBLE" || c.Type == "FLOAT" {
		name = "cast(" + name + " as decimal(18,0))"
	}
	return "cast(" + name + " as varchar)"
}

// narrow lists what a CSV column may become, and the form that all of its values
// must have.
var narrow = []struct{ kind, form string }{
	{"bigint", `^-?(0|[1-9][0-9]{0,17})$`},
	{"decimal(18,2)", `^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$`},
	{"double", `^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?$`},
	{"date", `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`},
}

// narrowest is a CSV column in the narrowest type that holds all of it.
func (s *Store) narrowest(ctx context.Context, column string) (string, error) {
	name := Quote(column)
	for _, n := range narrow {
		type counted struct {
			Other int64 `col:"other"`
			Known int64 `col:"known"`
		}
		rows, err := Select[counted](ctx, s, fmt.Sprintf(
			"select count(*) filter (where %[1]s is not null and not (regexp_matches(%[1]s, '%[2]s') and try_cast(%[1]s as %[3]s) is not null)) as other, count(%[1]s) as known from given",
			name, n.form, n.kind))
		if err != nil {
			return "", Private(err)
		}
		if rows[0].Other == 0 && rows[0].Known > 0 {
			return fmt.Sprintf("cast(%[1]s as %[2]s) as %[1]s", name, n.kind), nil
		}
	}
	return name, nil
}

func (s *Store) countDistinct(ctx context.Context, file string, columns []Replacement) (rows int64, distinct []int64, err error) {
	counts := []string{"count(*)"}
	to := []any{&rows}
	distinct = make([]int64, len(columns))
	for i, c := range columns {
		counts = append(counts, "count(distinct "+Quote(c.As)+")")
		to = append(to, &distinct[i])
	}
	row := s.conn.QueryRowContext(ctx, "select "+strings.Join(counts, ", ")+" from read_parquet("+quoteText(file)+")")
	return rows, distinct, row.Scan(to...)
}

// pseudonym is the function as the engine knows it. Nulls never reach it.
type pseudonym func(string) (string, bool)

func (pseudonym) Config() duckdb.ScalarFuncConfig {
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		panic("store: the engine has text: " + err.Error())
	}
	return duckdb.ScalarFuncConfig{InputTypeInfos: []duckdb.TypeInfo{text}, ResultTypeInfo: text}
}

func (f pseudonym) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: func(values []driver.Value) (any, error) {
		if out, ok := f(values[0].(string)); ok {
			return out, nil
		}
		return nil, nil
	}}
}

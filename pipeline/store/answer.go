package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// answerTable stands in a schema of its own, where SHOW TABLES does not see it.
const (
	answerSchema = "opdrift_answers"
	answerTable  = "answer"
)

// A Kind is what a column of an Answer holds.
type Kind int

// The kinds, each with the Go type of its values. A null is nil in all of them.
const (
	Text      Kind = iota // string; also lists, intervals and all else, as the engine writes them
	Boolean               // bool
	Integer               // int64
	Decimal               // *big.Int, in units of 10^-Scale
	Double                // float64
	Date                  // time.Time, midnight UTC
	Timestamp             // time.Time, UTC
)

// An AnswerColumn describes a column of an Answer.
type AnswerColumn struct {
	Name         string
	Kind         Kind
	Width, Scale int // of a Decimal
}

// An Answer is a table of any shape: what a person asked for.
type Answer struct {
	Columns []AnswerColumn
	Rows    int64

	store *Store
	table string   // quoted
	types []string // the engine's, by column
}

func (s *Store) answer(ctx context.Context, table string) (*Answer, error) {
	described, err := Select[Column](ctx, s, "select column_name, column_type from (describe "+table+")")
	if err != nil {
		return nil, err
	}
	a := &Answer{store: s, table: table}
	for _, c := range described {
		a.Columns = append(a.Columns, describe(c))
		a.types = append(a.types, c.Type)
	}
	err = s.conn.QueryRowContext(ctx, "select count(*) from "+table).Scan(&a.Rows)
	return a, err
}

var decimalType = regexp.MustCompile(`^DECIMAL\((\d+),(\d+)\)$`)

func describe(c Column) AnswerColumn {
	out := AnswerColumn{Name: c.Name}
	switch c.Type {
	case "BOOLEAN":
		out.Kind = Boolean
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER":
		out.Kind = Integer
	case "HUGEINT", "UHUGEINT", "UBIGINT":
		out.Kind, out.Width = Decimal, 38
	case "FLOAT", "DOUBLE":
		out.Kind = Double
	case "DATE":
		out.Kind = Date
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE":
		out.Kind = Timestamp
	}
	if m := decimalType.FindStringSubmatch(c.Type); m != nil {
		out.Kind = Decimal
		out.Width, _ = strconv.Atoi(m[1])
		out.Scale, _ = strconv.Atoi(m[2])
	}
	return out
}

// Each hands over the rows in their order. The slice is the callee's to read
// until it returns.
func (a *Answer) Each(ctx context.Context, row func([]any) error) error {
	types := []string{Text: "varchar", Boolean: "boolean", Integer: "bigint", Double: "double", Date: "date", Timestamp: "timestamp"}
	rows, err := a.query(ctx, func(i int) string {
		if a.Columns[i].Kind == Decimal {
			return a.exact(i)
		}
		return "cast(" + Quote(a.Columns[i].Name) + " as " + types[a.Columns[i].Kind] + ")"
	})
	if err != nil {
		return err
	}
	defer rows.Close()
	cells, values := make([]any, len(a.Columns)), make([]any, len(a.Columns))
	for i := range cells {
		cells[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return shown(ctx, err)
		}
		for i, v := range values {
			values[i] = plain(v)
		}
		if err := row(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return shown(ctx, err)
	}
	return ctx.Err()
}

// plain takes a value out of the driver's own types.
func plain(v any) any {
	switch v := v.(type) {
	case duckdb.Decimal:
		return v.Value
	case *big.Int, nil, string, bool, int64, float64:
		return v
	case time.Time:
		return v.UTC()
	}
	panic(fmt.Sprintf("store: the driver gives %T for a column that was cast", v)) // a mistake in Each
}

// Parquet writes the rows to a file, which the engine must be allowed to write.
func (a *Answer) Parquet(ctx context.Context, file string) error {
	_, err := a.store.conn.ExecContext(ctx, "copy ("+a.statement(a.exact)+") to "+quoteText(file)+" (format parquet, compression snappy)")
	if err != nil {
		return shown(ctx, err)
	}
	return nil
}

// exact names a column, and keeps whole numbers that Parquet would hold as
// doubles exact: HUGEINT is what sum makes of whole numbers.
func (a *Answer) exact(i int) string {
	name := Quote(a.Columns[i].Name)
	if strings.HasSuffix(a.types[i], "HUGEINT") || a.types[i] == "UBIGINT" {
		return "cast(" + name + " as decimal(38, 0))"
	}
	return name
}

func (a *Answer) query(ctx context.Context, column func(int) string) (*sql.Rows, error) {
	rows, err := a.store.conn.QueryContext(ctx, a.statement(column))
	if err != nil {
		return nil, shown(ctx, err)
	}
	return rows, nil
}

func (a *Answer) statement(column func(int) string) string {
	list := make([]string, len(a.Columns))
	for i, c := range a.Columns {
		list[i] = column(i) + " as " + Quote(c.Name)
	}
	return "select " + strings.Join(list, ", ") + " from " + a.table
}

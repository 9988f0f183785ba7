package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// AnswerRows is the Answer that holds rows made in Go, where the columns are known
// only when the program runs; where they are known before, see [AnswerOf]. Columns
// are of the kinds Text, Boolean, Integer and Double. NaN is null.
func AnswerRows(ctx context.Context, s *Store, columns []AnswerColumn, rows iter.Seq[[]any]) (*Answer, error) {
	types := map[Kind]string{Text: "varchar", Boolean: "boolean", Integer: "bigint", Double: "double"}
	var definition []string
	for _, c := range columns {
		t, ok := types[c.Kind]
		if !ok {
			panic(fmt.Sprintf("store: no rows of Go for column %s of kind %d", c.Name, c.Kind)) // a mistake in the code
		}
		definition = append(definition, Quote(c.Name)+" "+t)
	}
	if err := s.Exec(ctx, "create table "+Quote(answerTable)+" ("+strings.Join(definition, ", ")+")"); err != nil {
		return nil, err
	}
	if err := s.raw(func(conn driver.Conn) error { return appendAny(ctx, conn, rows) }); err != nil {
		return nil, err
	}
	return s.answer(ctx, Quote(answerTable))
}

func appendAny(ctx context.Context, conn driver.Conn, rows iter.Seq[[]any]) (err error) {
	appender, err := duckdb.NewAppenderFromConn(conn, "", answerTable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, appender.Close()) }()
	var values []driver.Value
	n := 0
	for row := range rows {
		if n%10000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		n++
		values = values[:0]
		for _, v := range row {
			if f, ok := v.(float64); ok && math.IsNaN(f) {
				v = nil
			}
			values = append(values, v)
		}
		if err := appender.AppendRow(values...); err != nil {
			return err
		}
	}
	return nil
}

package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// Rows cross between Go and the engine as structs. A field's tag `col:"name"`
// names its column. The kinds that occur:
//
//	Go                 column    null
//	string             VARCHAR   "" when the tag says `col:"name,null"`
//	int64, int, Ore    BIGINT    needs a pointer
//	float64            DOUBLE    NaN
//	bool               BOOLEAN   needs a pointer
//	time.Time          DATE      the zero time
//	*string, *int64, *float64, *bool    nil

type field struct {
	index []int
	name  string
	kind  string
	empty bool // "" is null
}

// fields reads the tags of a row type. It panics on a type that has no column
// kind, which is a mistake in the code.
func fields(t reflect.Type) []field {
	var out []field
	for _, f := range reflect.VisibleFields(t) { // those of embedded structs too
		tag, ok := f.Tag.Lookup("col")
		if !ok {
			continue
		}
		name, option, _ := strings.Cut(tag, ",")
		out = append(out, field{index: f.Index, name: name, kind: kind(f.Type), empty: option == "null"})
	}
	return out
}

func kind(t reflect.Type) string {
	if t == reflect.TypeFor[time.Time]() {
		return "date"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return kind(t.Elem())
	case reflect.String:
		return "varchar"
	case reflect.Int, reflect.Int64:
		return "bigint"
	case reflect.Float64:
		return "double"
	case reflect.Bool:
		return "boolean"
	}
	panic(fmt.Sprintf("store: no column kind for %v", t))
}

// Append makes the table name with the columns of T and these rows, which may be
// none.
func Append[T any](ctx context.Context, s *Store, name string, rows []T) error {
	columns := fields(reflect.TypeFor[T]())
	var definition []string
	for _, c := range columns {
		definition = append(definition, Quote(c.name)+" "+c.kind)
	}
	if err := s.Exec(ctx, "create table "+Quote(name)+" ("+strings.Join(definition, ", ")+")"); err != nil {
		return err
	}
	err := s.raw(func(conn driver.Conn) error { return appendRows(ctx, conn, name, columns, rows) })
	if err != nil {
		return fmt.Errorf("table %s: %w", name, err)
	}
	return nil
}

func appendRows[T any](ctx context.Context, conn driver.Conn, name string, columns []field, rows []T) (err error) {
	appender, err := duckdb.NewAppenderFromConn(conn, "", name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, appender.Close()) }()

	values := make([]driver.Value, len(columns))
	for i := range rows {
		if i%10000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row := reflect.ValueOf(&rows[i]).Elem()
		for j, c := range columns {
			values[j] = value(row.FieldByIndex(c.index), c)
		}
		if err := appender.AppendRow(values...); err != nil {
			return err
		}
	}
	return nil
}

func value(v reflect.Value, c field) driver.Value {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	switch c.kind {
	case "varchar":
		if c.empty && v.Len() == 0 {
			return nil
		}
		return v.String()
	case "bigint":
		return v.Int()
	case "double":
		if math.IsNaN(v.Float()) {
			return nil
		}
		return v.Float()
	case "boolean":
		return v.Bool()
	}
	if t := v.Interface().(time.Time); !t.IsZero() {
		return t
	}
	return nil
}

// Select returns the rows of a query as structs: columns by name, in any order;
// a column or a field without a partner is an error. Null is "", 0, NaN, false
// and the zero time, or nil where the field is a pointer.
func Select[T any](ctx context.Context, s *Store, query string, args ...any) ([]T, error) {
	rows, err := s.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", firstLine(query), err)
	}
	defer rows.Close()

	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	columns, err := match(names, fields(reflect.TypeFor[T]()))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", firstLine(query), err)
	}
	var out []T
	cells := make([]any, len(columns))
	for i := range cells {
		cells[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return nil, err
		}
		var row T
		v := reflect.ValueOf(&row).Elem()
		for i, c := range columns {
			if err := set(v.FieldByIndex(c.index), *(cells[i].(*any))); err != nil {
				return nil, fmt.Errorf("column %s: %w", c.name, err)
			}
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

func match(names []string, all []field) ([]field, error) {
	byName := map[string]field{}
	for _, f := range all {
		byName[f.name] = f
	}
	var out []field
	for _, n := range names {
		f, ok := byName[n]
		if !ok {
			return nil, fmt.Errorf("column %s has no field", n)
		}
		out = append(out, f)
	}
	if len(names) != len(all) {
		return nil, fmt.Errorf("%d columns for %d fields", len(names), len(all))
	}
	return out, nil
}

// set stores what the driver returned in a field.
func set(to reflect.Value, from any) error {
	if from == nil {
		if to.Kind() == reflect.Float64 {
			to.SetFloat(math.NaN())
		}
		return nil
	}
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		return set(to.Elem(), from)
	}
	v := reflect.ValueOf(from)
	switch {
	case v.Type() == to.Type():
		to.Set(v)
	case v.CanInt() && to.CanInt():
		to.SetInt(v.Int())
	case v.CanInt() && to.CanFloat():
		to.SetFloat(float64(v.Int()))
	case v.CanFloat() && to.CanFloat():
		to.SetFloat(v.Float())
	case v.Kind() == reflect.String && to.Kind() == reflect.String:
		to.SetString(v.String())
	default:
		return fmt.Errorf("%T does not fit %v: cast it in the query", from, to.Type())
	}
	return nil
}

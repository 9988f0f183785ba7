package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	queries "opdrift/sql"
)

// A Column of an output.
type Column struct {
	Name string `col:"column_name"`
	Type string `col:"column_type"`
}

// ErrWrite marks a file that the engine could not write: the disk's fault, not the
// table's.
var ErrWrite = errors.New("writing")

// Output makes the table of sql/outputs/NAME.sql, with the column run_id added,
// and writes it to file: Snappy, sorted by its whole grain, with metadata in the
// file's footer. It returns the number of rows.
//
// The file has the same bytes on any number of threads: rows are in the order of
// a key, which is checked to be one, and row groups are written in that order.
func (s *Store) Output(ctx context.Context, name, runID, file string, metadata map[string]string) (int64, error) {
	q := queries.Find("outputs", name)
	if len(q.Params) > 0 {
		return 0, fmt.Errorf("outputs/%s.sql has parameters %v: an output takes none", name, q.Params)
	}
	table := Quote("out_" + name)
	order := make([]string, len(q.Grain))
	for i, g := range q.Grain {
		order[i] = Quote(g) + " nulls last"
	}
	columns, err := s.words(ctx, q.Text)
	if err != nil {
		return 0, fmt.Errorf("outputs/%s.sql: %w", name, err)
	}
	statement := "create table " + table + " as\nselect " + columns + ", $run_id as run_id\nfrom (\n" + q.Text + "\n)\norder by " + strings.Join(order, ", ")
	if _, err := s.conn.ExecContext(ctx, statement, sql.Named("run_id", runID)); err != nil {
		return 0, fmt.Errorf("outputs/%s.sql: %w", name, err)
	}
	if err := s.unique(ctx, table, q); err != nil {
		return 0, err
	}
	return s.copyTo(ctx, table, file, metadata)
}

// unique fails if the grain of an output is not a key.
func (s *Store) unique(ctx context.Context, table string, q queries.Query) error {
	var repeated int64
	grain := make([]string, len(q.Grain))
	for i, g := range q.Grain {
		grain[i] = Quote(g)
	}
	row := s.conn.QueryRowContext(ctx,
		"select count(*) from (select 1 from "+table+" group by "+strings.Join(grain, ", ")+" having count(*) > 1)")
	if err := row.Scan(&repeated); err != nil {
		return fmt.Errorf("outputs/%s.sql: %w", q.Name, err)
	}
	if repeated > 0 {
		return fmt.Errorf("outputs/%s.sql: %d keys of (%s) are there more than once", q.Name, repeated, strings.Join(q.Grain, ", "))
	}
	return nil
}

func (s *Store) copyTo(ctx context.Context, table, file string, metadata map[string]string) (int64, error) {
	var pairs []string
	for _, k := range slices.Sorted(maps.Keys(metadata)) {
		pairs = append(pairs, Quote(k)+": "+quoteText(metadata[k]))
	}
	result, err := s.conn.ExecContext(ctx, "copy (from "+table+") to "+quoteText(file)+
		" (format parquet, compression snappy, row_group_size 122880, kv_metadata {"+strings.Join(pairs, ", ")+"})")
	if err != nil {
		return 0, fmt.Errorf("%w %s: %w", ErrWrite, file, err)
	}
	return result.RowsAffected()
}

// Describe returns the columns of a table, view or output file's table.
func (s *Store) Describe(ctx context.Context, table string) ([]Column, error) {
	return Select[Column](ctx, s, "select column_name, column_type from (describe "+Quote(table)+")")
}

// Same fails unless a Parquet file holds exactly the rows and columns of a
// table. It re-reads the file: what was written is checked, not what was meant.
func (s *Store) Same(ctx context.Context, table, file string) error {
	want, err := s.Describe(ctx, table)
	if err != nil {
		return err
	}
	got, err := Select[Column](ctx, s, "select column_name, column_type from (describe from read_parquet("+quotePath(file)+"))")
	if err != nil {
		return err
	}
	if !slices.Equal(want, got) {
		return fmt.Errorf("its columns %v are not those of the table, %v", got, want)
	}
	sum := func(from string) (rows int64, hash string, err error) {
		row := s.conn.QueryRowContext(ctx, "select count(*), coalesce(cast(sum(cast(hash(t) as hugeint)) as varchar), '') from "+from+" as t")
		err = row.Scan(&rows, &hash)
		return rows, hash, err
	}
	rows, hash, err := sum(Quote(table))
	if err != nil {
		return err
	}
	rowsRead, hashRead, err := sum("read_parquet(" + quotePath(file) + ")")
	if err != nil {
		return err
	}
	if rows != rowsRead || hash != hashRead {
		return fmt.Errorf("%d rows were written and %d read, or their values differ", rows, rowsRead)
	}
	return nil
}

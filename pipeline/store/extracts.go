package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Register makes the raw view of an extract over its files, with the columns opdrift_file (path) and opdrift_row (row in the file, from 0). The
// caller has compared the footers: DuckDB itself would take the first file's
// columns and cast the rest in silence.
func (s *Store) Register(ctx context.Context, name string, files []string) error {
	var list []string
	for _, f := range files {
		list = append(list, quotePath(f))
	}
	view := fmt.Sprintf(`create view %s as
select * exclude (filename, file_row_number), filename as opdrift_file, file_row_number as opdrift_row
from read_parquet([%s], filename = true, file_row_number = true, hive_partitioning = false)`,
		Quote(name), strings.Join(list, ", "))
	return s.Exec(ctx, view)
}

// RegisterEmpty makes the raw view of an extract that is missing.
func (s *Store) RegisterEmpty(ctx context.Context, name string) error {
	return s.Exec(ctx, "create view "+Quote(name)+" as\nselect '' as opdrift_file, 0 as opdrift_row where 1 = 0")
}

// Fingerprint returns the number of rows of a raw view and, by column, an exact
// sum: of whole and decimal numbers their values, of dates their days since 1970,
// of anything else hashes of the values. The column * sums hashes of whole rows,
// so that values which change places between rows are seen. Neither the order of
// rows, nor how files split them, nor the number of threads matters.
func (s *Store) Fingerprint(ctx context.Context, view string) (int64, map[string]string, error) {
	columns, err := s.Describe(ctx, view)
	if err != nil {
		return 0, nil, err
	}
	names, sums := []string{"*"}, []string{""}
	var whole []string
	for _, c := range columns {
		if c.Name == "opdrift_file" || c.Name == "opdrift_row" {
			continue
		}
		name := Quote(c.Name)
		whole = append(whole, name)
		names = append(names, c.Name)
		switch {
		case strings.HasPrefix(c.Type, "DECIMAL"):
			sums = append(sums, "cast(sum("+name+") as varchar)")
		case strings.HasSuffix(c.Type, "INT") || c.Type == "INTEGER":
			sums = append(sums, "cast(sum(cast("+name+" as hugeint)) as varchar)")
		case c.Type == "DATE":
			sums = append(sums, "cast(sum("+name+" - date '1970-01-01') as varchar)")
		default:
			sums = append(sums, "cast(sum(cast(hash("+name+") as hugeint)) as varchar)")
		}
	}
	sums[0] = "cast(sum(cast(hash(" + strings.Join(whole, ", ") + ") as hugeint)) as varchar)"
	return s.fingerprint(ctx, view, names, sums)
}

func (s *Store) fingerprint(ctx context.Context, view string, names, sums []string) (int64, map[string]string, error) {
	var rows int64
	values := make([]sql.NullString, len(sums))
	to := []any{&rows}
	for i := range values {
		to = append(to, &values[i])
	}
	row := s.conn.QueryRowContext(ctx, "select count(*), "+strings.Join(sums, ", ")+" from "+Quote(view))
	if err := row.Scan(to...); err != nil {
		return 0, nil, fmt.Errorf("%s: %w", view, err)
	}
	out := map[string]string{}
	for i, name := range names {
		out[name] = values[i].String
	}
	return rows, out, nil
}

// View names the rows of a SELECT that package contract rendered.
func (s *Store) View(ctx context.Context, name, query string) error {
	return s.Exec(ctx, "create view "+Quote(name)+" as\n"+query)
}

// Table stores the rows of a SELECT that package contract rendered.
func (s *Store) Table(ctx context.Context, name, query string) error {
	return s.Exec(ctx, "create table "+Quote(name)+" as\n"+query)
}

package store

import (
	"context"
	"fmt"
	"strings"
)

// Register makes the raw view of an extract over its files, named raw_NAME, with
// the columns opdrift_file (path) and opdrift_row (row in the file, from 0). The
// caller has compared the footers: DuckDB itself would take the first file's
// columns and cast the rest in silence.
func (s *Store) Register(ctx context.Context, name string, files []string) error {
	var list []string
	for _, f := range files {
		list = append(list, quoteText(f))
	}
	view := fmt.Sprintf(`create view %s as
select * exclude (filename, file_row_number), filename as opdrift_file, file_row_number as opdrift_row
from read_parquet([%s], filename = true, file_row_number = true, hive_partitioning = false)`,
		Quote("raw_"+name), strings.Join(list, ", "))
	return s.Exec(ctx, view)
}

// View names the rows of a SELECT that package contract rendered.
func (s *Store) View(ctx context.Context, name, query string) error {
	return s.Exec(ctx, "create view "+Quote(name)+" as\n"+query)
}

// Table stores the rows of a SELECT that package contract rendered.
func (s *Store) Table(ctx context.Context, name, query string) error {
	return s.Exec(ctx, "create table "+Quote(name)+" as\n"+query)
}

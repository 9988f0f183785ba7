package store

import (
	"context"
	"fmt"
	"slices"

	queries "opdrift/sql"
)

// Query returns the rows of a file of package sql as structs, see [Select].
func Query[T any](ctx context.Context, s *Store, folder, name string, args Args) ([]T, error) {
	q := queries.Find(folder, name)
	named, err := pick(q, args)
	if err != nil {
		return nil, err
	}
	rows, err := Select[T](ctx, s, q.Text, named...)
	if err != nil {
		return nil, fmt.Errorf("%s/%s.sql: %w", q.Folder, q.Name, err)
	}
	return rows, nil
}

// Drop removes tables and views that this program made, the last first.
func (s *Store) Drop(ctx context.Context, names ...string) error {
	kinds := map[string]string{}
	for _, folder := range []string{"extract", "panel"} {
		for _, q := range queries.Folder(folder) {
			kinds[q.Name] = "table"
			if q.View {
				kinds[q.Name] = "view"
			}
		}
	}
	for _, name := range slices.Backward(names) {
		kind, ok := kinds[name]
		if !ok {
			kind = "table"
		}
		if err := s.Exec(ctx, "drop "+kind+" "+Quote(name)); err != nil {
			return err
		}
	}
	return nil
}

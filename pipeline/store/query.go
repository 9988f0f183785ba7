package store

import (
	"context"
	"fmt"

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

package store

import (
	"context"
	"strings"

	queries "opdrift/sql"
)

// Codes reads the words that large tables repeat (sql/extract/words) and makes the shim
// code: from here on it holds each of them as a small number, which reads, compares and
// sorts like the text. The statements are the same without: then it is the text itself.
// A word that comes later is an error of the statement that brings it.
func (s *Store) Codes(ctx context.Context) error {
	if err := s.Exec(ctx, "create type words as enum (\n"+queries.Find("extract", "words").Text+"\n)"); err != nil {
		return err
	}
	return s.Exec(ctx, "create or replace macro code(x) as cast(x as words)")
}

// words lists the columns of a query for publication: codes as the text they stand for.
func (s *Store) words(ctx context.Context, query string) (string, error) {
	columns, err := Select[Column](ctx, s, "select column_name, column_type from (describe "+query+"\n)")
	if err != nil {
		return "", err
	}
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = Quote(c.Name)
		if strings.HasPrefix(c.Type, "ENUM(") {
			list[i] = "cast(" + list[i] + " as varchar) as " + list[i]
		}
	}
	return strings.Join(list, ", "), nil
}

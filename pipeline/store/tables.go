package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// A StatementError says why a statement that somebody typed cannot be answered.
// It never shows a value of a row.
type StatementError struct{ Text string }

func (e *StatementError) Error() string { return e.Text }

// File names the rows of one Parquet file.
func (s *Store) File(ctx context.Context, name, file string) error {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	return s.Exec(ctx, "create view "+Quote(name)+" as\nfrom read_parquet("+quotePath(absolute)+", hive_partitioning = false)")
}

// Ask stores the rows of a statement that somebody typed and returns them as an
// Answer. Only one statement that reads is allowed; the engine's own parser
// decides what that is, so no spelling gets around it, and nothing is run before
// it has. What may be read is what the engine was opened with.
func (s *Store) Ask(ctx context.Context, statement string) (*Answer, error) {
	text, err := s.one(ctx, statement)
	if err != nil {
		return nil, err
	}
	if err := s.Exec(ctx, "create schema if not exists "+answerSchema); err != nil {
		return nil, err
	}
	table := answerSchema + "." + answerTable
	// The line break ends a comment that the statement may end with.
	if _, err := s.conn.ExecContext(ctx, "create or replace table "+table+" as from (\n"+text+"\n)"); err != nil {
		return nil, shown(ctx, err)
	}
	return s.answer(ctx, table)
}

// AnswerOf is the Answer that holds rows made in Go.
func AnswerOf[T any](ctx context.Context, s *Store, rows []T) (*Answer, error) {
	if err := Append(ctx, s, answerTable, rows); err != nil {
		return nil, err
	}
	return s.answer(ctx, Quote(answerTable))
}

// one returns the single reading statement that the text is, without the
// semicolon at its end.
func (s *Store) one(ctx context.Context, statement string) (string, error) {
	text := strings.TrimRight(strings.TrimSpace(statement), "; \t\r\n")
	const only = "want one SELECT, WITH, FROM, DESCRIBE or SUMMARIZE"
	var fault, kind string
	var statements int
	row := s.conn.QueryRowContext(ctx, `
select coalesce(json_extract_string(j, '$.error_message'), ''), coalesce(json_extract_string(j, '$.error_type'), ''),
  coalesce(json_array_length(j, '$.statements'), 0)
from (select json_serialize_sql($1::varchar) as j)`, text)
	if err := row.Scan(&fault, &kind, &statements); err != nil {
		return "", shown(ctx, err)
	}
	switch {
	case kind == "parser":
		return "", &StatementError{fault + ": " + only}
	case fault != "":
		return "", &StatementError{"the statement does more than read: " + only}
	case statements != 1:
		return "", &StatementError{fmt.Sprintf("there are %d statements: %s", statements, only)}
	}
	return text, nil
}

// shown is an engine error as it may be shown. While a statement is parsed and
// planned the engine has seen names and the statement; once it runs, its
// messages quote values of rows.
func shown(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var fault *duckdb.Error
	if !errors.As(err, &fault) {
		return errors.New("the engine failed; its message may hold a value of a row and is not shown")
	}
	kind, text, _ := strings.Cut(fault.Msg, ": ")
	switch fault.Type {
	case duckdb.ErrorTypeParser, duckdb.ErrorTypeSyntax, duckdb.ErrorTypeCatalog, duckdb.ErrorTypeBinder, duckdb.ErrorTypePermission:
		before, _, _ := strings.Cut(text, "\n\nLINE ") // LINE counts in the text around the statement
		return &StatementError{before}
	case duckdb.ErrorTypeOutOfMemory:
		return &StatementError{"the answer does not fit in memory: aggregate, or raise engine.memory_limit"}
	}
	return &StatementError{fmt.Sprintf(
		"the statement failed while it ran (%s); the engine's message may hold a value of a row and is not shown: check casts and divisions, or use try_cast", strings.ToLower(kind))}
}

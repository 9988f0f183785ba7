package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// Script runs the statements of a script of the user's, one after the other on
// one connection, with the variables source and target set to two folders. It can
// read and write in these two (the engine knows no folder that is only read), and
// nowhere else. The first statement that fails ends it.
func Script(ctx context.Context, opts Options, script, source, target string) error {
	opts.Read, opts.Write = []string{source}, []string{target}
	s, err := Open(ctx, opts)
	if err != nil {
		return err
	}
	err = s.script(ctx, script, source, target)
	return errors.Join(err, s.Close())
}

func (s *Store) script(ctx context.Context, script, source, target string) error {
	for name, folder := range map[string]string{"source": source, "target": target} {
		if err := s.Exec(ctx, "set variable "+name+" = "+quoteText(folder)); err != nil {
			return err
		}
	}
	if _, err := s.conn.ExecContext(ctx, script); err != nil {
		return scriptError(ctx, err)
	}
	return nil
}

// scriptError keeps the first line of what the script's own error() said, and
// hides messages that quote rows, as shown does.
func scriptError(ctx context.Context, err error) error {
	var fault *duckdb.Error
	if errors.As(err, &fault) && fault.Type == duckdb.ErrorTypeInvalidInput {
		return &StatementError{fmt.Sprintf("the script stopped: %s", firstLine(strings.TrimPrefix(fault.Msg, "Invalid Input Error: ")))}
	}
	return shown(ctx, err)
}

package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
)

// TestPrivate wants no value of a row in an error that the engine gives about it,
// and the error to be the engine's still.
func TestPrivate(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for statement, value := range map[string]string{
		"select cast(v as bigint) from (values ('010190-1234')) t(v)":                                                                            "010190",
		"select cast(v as date) from (values ('O''Brien')) t(v)":                                                                                 "Brien",
		"select cast(v as decimal(18,2)) * cast(v as decimal(18,2)) from (values (7654321987654.21)) t(v)":                                       "7654321",
		"select cast(v as tinyint) from (values (31415)) t(v)":                                                                                   "31415",
		"create table keyed as select 1 as k; create unique index u on keyed(k); insert into keyed select v from (values (27182), (27182)) t(v)": "27182",
	} {
		_, err := s.conn.ExecContext(ctx, statement)
		if err == nil || !strings.Contains(err.Error(), value) {
			t.Errorf("%s: %v: want an error that quotes %s, or this test proves nothing", statement, err, value)
			continue
		}
		hidden := Private(fmt.Errorf("stage: %w", err))
		var e *duckdb.Error
		if strings.Contains(hidden.Error(), value) || !strings.HasPrefix(hidden.Error(), "stage: ") || !errors.As(hidden, &e) {
			t.Errorf("%s: %v", statement, hidden)
		}
	}
	plain := errors.New("horizon is 0 years: want 1 to 40")
	if got := Private(plain); got != plain {
		t.Errorf("an error that is not the engine's became %v", got)
	}
	if Private(nil) != nil {
		t.Error("no error became one")
	}
}

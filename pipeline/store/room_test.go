package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
)

func TestNoRoom(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want bool
	}{
		{&duckdb.Error{Type: duckdb.ErrorTypeIO, Msg: `IO Error: Could not write file "tables.duckdb": No space left on device`}, true},
		{fmt.Errorf("panel: %w", &duckdb.Error{Type: duckdb.ErrorTypeIO, Msg: "IO Error: Could not write all bytes to file"}), true},
		{fmt.Errorf("%w out.parquet: anything", ErrWrite), true},
		{&duckdb.Error{Type: duckdb.ErrorTypeIO, Msg: `IO Error: No files found that match the pattern "cases.parquet"`}, false},
		{&duckdb.Error{Type: duckdb.ErrorTypeConversion, Msg: "Conversion Error: Could not write x"}, false},
		{errors.New("could not write"), false},
		{nil, false},
	} {
		if got := NoRoom(tt.err); got != tt.want {
			t.Errorf("NoRoom(%v) is %v, want %v", tt.err, got, tt.want)
		}
	}
}

package store

import (
	"errors"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// NoRoom reports whether the engine could not write a file, of an output or of its own
// tables: a full disk or quota, or a limit on the size of files.
func NoRoom(err error) bool {
	if errors.Is(err, ErrWrite) {
		return true
	}
	var e *duckdb.Error
	if !errors.As(err, &e) || e.Type != duckdb.ErrorTypeIO && e.Type != duckdb.ErrorTypeFatal {
		return false
	}
	text := strings.ToLower(e.Msg)
	for _, reason := range []string{"could not write", "no space left", "file too large", "quota exceeded"} {
		if strings.Contains(text, reason) {
			return true
		}
	}
	return false
}

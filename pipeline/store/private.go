package store

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// quoting are the errors in which the engine quotes the values that it met.
var quoting = []duckdb.ErrorType{
	duckdb.ErrorTypeOutOfRange, duckdb.ErrorTypeConversion, duckdb.ErrorTypeInvalidInput,
	duckdb.ErrorTypeConstraint, duckdb.ErrorTypeMismatchType,
}

var values = regexp.MustCompile(`'[^']*'|"[^"]*"|[0-9][0-9.,:-]*`)

// A privateError says less than the error it wraps.
type privateError struct {
	text string
	err  error
}

func (e *privateError) Error() string { return e.text }
func (e *privateError) Unwrap() error { return e.err }

// Private hides the numbers and texts that the engine quotes when a cast or a sum
// fails: they stand in somebody's row. Other errors are returned as they are.
func Private(err error) error {
	var e *duckdb.Error
	if !errors.As(err, &e) || !slices.Contains(quoting, e.Type) {
		return err
	}
	return &privateError{strings.ReplaceAll(err.Error(), e.Msg, values.ReplaceAllString(e.Msg, "…")), err}
}

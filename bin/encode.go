package main

import (
	"fmt"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"opdrift/pipeline/store"
)

// An encoder writes rows in one format.
type encoder interface {
	Row([]any) error
	Close() error
}

func (s *sink) encoder(w io.Writer, columns []store.AnswerColumn) (encoder, error) {
	switch s.format {
	case "csv":
		return newCSV(w, columns)
	case "json":
		return newJSON(w, columns)
	case "arrow":
		return newArrow(w, columns)
	}
	return newTable(w, columns, s.columns), nil
}

// cell writes a value as text, exactly: decimals digit by digit, doubles in the
// fewest digits that give the same double back. Null is empty.
func cell(c store.AnswerColumn, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case *big.Int:
		return decimal(v, c.Scale)
	case float64:
		return double(v)
	case time.Time:
		if c.Kind == store.Date {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.RFC3339Nano)
	}
	panic(fmt.Sprintf("no text for %T", v)) // a kind of package store that is not here
}

// decimal writes units of 10^-scale.
func decimal(v *big.Int, scale int) string {
	digits := new(big.Int).Abs(v).String()
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	if at := len(digits) - scale; scale > 0 {
		digits = digits[:at] + "." + digits[at:]
	}
	if v.Sign() < 0 {
		return "-" + digits
	}
	return digits
}

// double is the shortest text of a double, without an exponent where a person
// would write none.
func double(v float64) string {
	switch a := math.Abs(v); {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	case a != 0 && (a < 1e-6 || a >= 1e21):
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

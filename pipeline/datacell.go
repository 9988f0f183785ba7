package pipeline

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A dataCell is one value of a file: text, a number with its text, or nothing.
type dataCell struct {
	kind   cellKind
	text   string
	number float64
}

type cellKind int

const (
	emptyCell cellKind = iota // null, or nothing between two separators
	textCellKind
	numberCell // of a typed column; may be NaN or infinite
	dateCell
	otherCell // true, false
)

// textCell is a text without the spaces around it.
func textCell(s string) dataCell {
	if s = strings.TrimSpace(s); s == "" {
		return dataCell{}
	}
	return dataCell{kind: textCellKind, text: s}
}

// name is what the cell says as a name: of a series or a group. fault says what it
// is instead.
func (c dataCell) name() (name, fault string) {
	switch {
	case c.kind == emptyCell:
		return "", "is empty"
	case c.kind == dateCell || c.kind == otherCell:
		return "", "is neither text nor a number"
	case !utf8.ValidString(c.text):
		return "", "is not UTF-8"
	}
	return c.text, ""
}

// value is the number that a cell holds. fault says what else it is: the class of
// the value, never the value.
func (c dataCell) value() (v float64, fault string) {
	switch c.kind {
	case emptyCell:
		return math.NaN(), "is empty"
	case dateCell:
		return math.NaN(), "is a date"
	case otherCell:
		return math.NaN(), "is no number"
	case textCellKind:
		if fault := classOf(c.text); fault != "" {
			return math.NaN(), fault
		}
		c.number, _ = strconv.ParseFloat(c.text, 64) // beyond 1e308 it gives an infinity
		if math.IsInf(c.number, 0) {
			return c.number, tooLarge
		}
	}
	switch {
	case math.IsNaN(c.number):
		return c.number, "is NaN"
	case math.IsInf(c.number, 0):
		return c.number, "is infinite"
	case math.Abs(c.number) > largest:
		return c.number, tooLarge
	}
	return c.number, ""
}

// largest is the magnitude above which squares and their sums could overflow.
const (
	largest  = 1e150
	tooLarge = "is a number beyond 1e150"
)

// classOf says what a text is that is no decimal number; "" if it is one. A number
// with a decimal comma is not read as one: 1,234 has two meanings.
func classOf(text string) string {
	if strings.Trim(text, "0123456789+-.eE") == "" {
		if _, err := strconv.ParseFloat(text, 64); err == nil || isRange(err) {
			return ""
		}
		return "is text and no number"
	}
	switch strings.ToLower(strings.TrimLeft(text, "+-")) {
	case "nan":
		return "is NaN"
	case "inf", "infinity":
		return "is infinite"
	}
	if strings.Trim(text, "0123456789+-.,") == "" {
		return "is a number with a comma (write 1234.5)"
	}
	return "is text and no number"
}

func isRange(err error) bool {
	fault, ok := err.(*strconv.NumError)
	return ok && fault.Err == strconv.ErrRange
}

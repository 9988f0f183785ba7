package regress

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

type kind int

const (
	end kind = iota
	name
	number
	tilde
	plus
	minus
)

// A token of a formula, with the position of its first character, from 1.
type token struct {
	kind     kind
	text     string
	position int
}

func (t token) String() string {
	if t.kind == end {
		return "the end"
	}
	return fmt.Sprintf("%q", t.text)
}

// scan cuts a formula into tokens.
func scan(text string) ([]token, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("%w: the text is not UTF-8; save it as UTF-8", ErrFormula)
	}
	runes := []rune(text)
	var tokens []token
	for i := 0; i < len(runes); {
		t, length, err := one(text, runes[i:], i+1)
		if err != nil {
			return nil, err
		}
		if length > 0 {
			tokens = append(tokens, t)
		}
		i += max(1, length)
	}
	return append(tokens, token{kind: end, position: len(runes) + 1}), nil
}

// one reads the token at the start of runes and says how many it takes; none for
// a space.
func one(text string, runes []rune, position int) (token, int, error) {
	signs := map[rune]kind{'~': tilde, '+': plus, '-': minus}
	switch r := runes[0]; {
	case unicode.IsSpace(r):
		return token{}, 0, nil
	case signs[r] != end:
		return token{signs[r], string(r), position}, 1, nil
	case r == '`':
		return quoted(text, runes, position)
	case unicode.IsDigit(r):
		n := while(runes, func(r rune) bool { return inName(r, false) })
		return token{number, string(runes[:n]), position}, n, nil
	case r == '.' && (len(runes) == 1 || !inName(runes[1], false)):
		return token{}, 0, fail(text, position, `"."`, "name the columns one by one")
	case inName(r, true):
		n := while(runes, func(r rune) bool { return inName(r, false) })
		return token{name, string(runes[:n]), position}, n, nil
	default:
		return token{}, 0, fail(text, position, fmt.Sprintf("%q", r),
			"products, powers and functions are not allowed: make a column of it first; a name with such characters stands in backquotes")
	}
}

// quoted reads a name in backquotes.
func quoted(text string, runes []rune, position int) (token, int, error) {
	n := 1 + while(runes[1:], func(r rune) bool { return r != '`' && !unicode.IsControl(r) })
	if n == len(runes) || runes[n] != '`' {
		return token{}, 0, fail(text, position, `"`+"`"+`"`, "a name in backquotes ends with a backquote and has no control characters")
	}
	if n == 1 {
		return token{}, 0, fail(text, position, "an empty name", "a column has a name")
	}
	return token{name, string(runes[1:n]), position}, n + 1, nil
}

func while(runes []rune, is func(rune) bool) int {
	for i, r := range runes {
		if !is(r) {
			return i
		}
	}
	return len(runes)
}

// inName reports whether r may stand in a name without backquotes.
func inName(r rune, first bool) bool {
	return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsMark(r) && !first || unicode.IsDigit(r) && !first
}

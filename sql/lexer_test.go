package sql_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// A word is one token of SQL: a name, a number, a text, a parameter or a sign.
// Comments are left out.
type word struct {
	text string
	line int
	kind byte // n name, 0 number, ' text, " quoted name, $ parameter, s sign
}

// signs of more than one character.
var signs = []string{"::", "//", "->>", "->", "<>", "<=", ">=", "!=", "==", "||", "**", "=>", ":="}

// words takes a statement apart.
func words(text string) []word {
	var out []word
	for i, line := 0, 1; i < len(text); {
		rest := text[i:]
		kind, n := byte('s'), 1
		switch c := rest[0]; {
		case strings.HasPrefix(rest, "--"):
			kind, n = '-', len(rest)
			if end := strings.IndexByte(rest, '\n'); end >= 0 {
				n = end
			}
		case strings.HasPrefix(rest, "/*"):
			kind, n = '-', len(rest)
			if end := strings.Index(rest, "*/"); end >= 0 {
				n = end + 2
			}
		case unicode.IsSpace(rune(c)):
			kind = '-'
		case c == '\'' || c == '"':
			kind, n = c, quoted(rest, c)
		case c == '$':
			kind, n = '$', 1+span(rest[1:], inName)
		case '0' <= c && c <= '9':
			kind, n = '0', span(rest, func(r rune) bool { return inName(r) || r == '.' })
		case inName(rune(c)):
			kind, n = 'n', span(rest, inName)
		default:
			for _, s := range signs {
				if strings.HasPrefix(rest, s) {
					n = len(s)
					break
				}
			}
		}
		if kind != '-' {
			out = append(out, word{rest[:n], line, kind})
		}
		line += strings.Count(rest[:n], "\n")
		i += n
	}
	return out
}

// quoted returns the length of what stands between two quotes, a doubled one inside.
func quoted(text string, quote byte) int {
	for i := 1; i < len(text); i++ {
		if text[i] != quote {
			continue
		}
		if i+1 < len(text) && text[i+1] == quote {
			i++
			continue
		}
		return i + 1
	}
	return len(text)
}

func span(text string, in func(rune) bool) int {
	if n := strings.IndexFunc(text, func(r rune) bool { return !in(r) }); n >= 0 {
		return n
	}
	return len(text)
}

func inName(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// at returns the text of word i, empty beyond either end.
func at(w []word, i int) string {
	if i < 0 || i >= len(w) {
		return ""
	}
	return w[i].text
}

// closing returns the place of the bracket that closes the one at i.
func closing(w []word, i int) int {
	depth := 0
	for ; i < len(w); i++ {
		switch w[i].text {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return i
			}
		}
	}
	panic(fmt.Sprintf("no closing bracket in %v", w))
}

// opening returns the place of the bracket that the one at i closes.
func opening(w []word, i int) int {
	depth := 0
	for ; i >= 0; i-- {
		switch w[i].text {
		case ")":
			depth++
		case "(":
			if depth--; depth == 0 {
				return i
			}
		}
	}
	panic(fmt.Sprintf("no opening bracket in %v", w))
}

// keywords may stand before a bracket without being a function.
var keywords = []string{
	"and", "as", "by", "case", "else", "exists", "filter", "from", "having", "in", "join", "not", "on", "or", "over",
	"partition", "select", "then", "union", "all", "using", "values", "when", "where", "window", "with",
}

// types may stand before a bracket with their size.
var types = []string{"decimal", "varchar"}

// functions returns the places where a function is called.
func functions(w []word) []int {
	var out []int
	for i := range w {
		if w[i].kind == 'n' && at(w, i+1) == "(" && !slices.Contains(keywords, w[i].text) &&
			!(slices.Contains(types, w[i].text) && at(w, i-1) == "as") {
			out = append(out, i)
		}
	}
	return out
}

// named returns the tables that a statement names itself, after with.
func named(w []word) []string {
	var out []string
	for i := range w {
		if w[i].kind == 'n' && at(w, i+1) == "as" && at(w, i+2) == "(" && (at(w, i-1) == "with" || at(w, i-1) == ",") {
			out = append(out, w[i].text)
		}
	}
	return out
}

// reads returns the tables that a statement reads and does not name itself,
// sorted.
func reads(w []word) []string {
	own := named(w)
	var out []string
	for i := range w {
		if w[i].text != "from" && w[i].text != "join" {
			continue
		}
		if within(w, i) == "extract" { // extract(year from d)
			continue
		}
		if t := at(w, i+1); t != "(" && !slices.Contains(own, t) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return out
}

// within returns the function whose brackets stand around a word directly.
func within(w []word, i int) string {
	depth := 0
	for ; i >= 0; i-- {
		switch w[i].text {
		case ")":
			depth++
		case "(":
			if depth == 0 {
				return at(w, i-1)
			}
			depth--
		}
	}
	return ""
}

package regress

import (
	"fmt"
	"slices"
	"strings"
)

// A Formula says which column is explained by which.
type Formula struct {
	Response    string
	Terms       []string // columns, in the order written; none is intercept only
	NoIntercept bool
}

// ParseFormula reads "y ~ x1 + x2", with "- 1" (or "+ 0") for no intercept and
// "y ~ 1" for nothing but the intercept. A name is letters, digits, "_" and ".",
// not beginning with a digit; any other column name stands in backquotes:
// "cost ~ `age 18-22` + beds". Products, powers and functions are columns to be
// made beforehand. A name may not be used twice.
//
// An error wraps [ErrFormula] and names the position (characters from 1), what
// stands there and what is allowed.
func ParseFormula(text string) (Formula, error) {
	tokens, err := scan(text)
	if err != nil {
		return Formula{}, err
	}
	p := parser{text: text, tokens: tokens}
	f, err := p.formula()
	if err != nil {
		return Formula{}, err
	}
	return f, nil
}

// String writes the formula so that [ParseFormula] reads it back.
func (f Formula) String() string {
	var b strings.Builder
	b.WriteString(quote(f.Response) + " ~ ")
	terms := make([]string, 0, len(f.Terms)+1)
	for _, t := range f.Terms {
		terms = append(terms, quote(t))
	}
	if len(terms) == 0 {
		terms = append(terms, "1")
	}
	b.WriteString(strings.Join(terms, " + "))
	if f.NoIntercept {
		b.WriteString(" - 1")
	}
	return b.String()
}

func quote(name string) string {
	for i, r := range name {
		if !inName(r, i == 0) {
			return "`" + name + "`"
		}
	}
	if name == "." {
		return "`.`"
	}
	return name
}

// A parser walks tokens, of which the last is always the end.
type parser struct {
	text   string
	tokens []token
	at     int
}

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) formula() (Formula, error) {
	var f Formula
	t := p.next()
	if t.kind != name {
		return f, p.fail(t, "the column to explain comes first, as in y ~ x1 + x2")
	}
	f.Response = t.text
	if t = p.next(); t.kind != tilde {
		return f, p.fail(t, "\"~\" follows the column to explain")
	}
	mentioned := false // of the intercept
	sign := token{kind: plus}
	if k := p.peek().kind; k == plus || k == minus {
		sign = p.next()
	}
	for {
		if err := p.term(&f, sign, &mentioned); err != nil {
			return f, err
		}
		if sign = p.next(); sign.kind == end {
			break
		}
		if sign.kind != plus && sign.kind != minus {
			return f, p.fail(sign, "\"+\" and another column, \"- 1\" or the end is allowed here")
		}
	}
	if len(f.Terms) == 0 && f.NoIntercept {
		return f, p.fail(p.peek(), "there is no regressor and no intercept; give one of them")
	}
	return f, nil
}

// term reads what follows a sign.
func (p *parser) term(f *Formula, sign token, mentioned *bool) error {
	t := p.next()
	switch {
	case t.kind == name && sign.kind == minus:
		return p.fail(t, "only 1 (the intercept) may be taken away")
	case t.kind == name:
		if t.text == f.Response || slices.Contains(f.Terms, t.text) {
			return p.fail(t, "each column may stand in the formula once")
		}
		f.Terms = append(f.Terms, t.text)
		return nil
	case t.kind == number && (t.text == "1" || t.text == "0" && sign.kind == plus):
		if *mentioned {
			return p.fail(t, "the intercept may be mentioned once")
		}
		*mentioned = true
		f.NoIntercept = t.text == "0" || sign.kind == minus
		return nil
	case t.kind == number:
		return p.fail(t, "of numbers only 1 and 0 (the intercept, none) are allowed; put a column's name in backquotes")
	}
	return p.fail(t, "the name of a column, 1 or 0 is allowed here")
}

// fail says where, what and what is allowed.
func (p *parser) fail(t token, allowed string) error {
	return fail(p.text, t.position, t.String(), allowed)
}

func fail(text string, position int, what, allowed string) error {
	return fmt.Errorf("%w: %q: position %d: %s: %s", ErrFormula, text, position, what, allowed)
}

package contract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A Source says what an engine knows of the extract that is checked.
type Source struct {
	Columns  []string // that the files have
	Extracts []string // that are there, for references
	Prefix   string   // of the raw relations: raw_ where costs is raw_costs

	// CarriedOn is, by the code of a superseded service, the service that carries it on.
	CarriedOn map[string]string
}

// Columns that the raw relation has beside those of the files.
const (
	fileColumn = "opdrift_file"
	rowColumn  = "opdrift_row"
)

// scope is where a test is rendered: a contract and what is there. The relation
// that is checked is always called t.
type scope struct {
	Contract
	src Source
}

func (s scope) has(columns ...string) bool {
	return !slices.ContainsFunc(columns, func(c string) bool { return !slices.Contains(s.src.Columns, c) })
}

// relation is the raw relation of an extract.
func (s scope) relation(extract string) string { return quote(s.src.Prefix + extract) }

// from is the from clause of every statement about the extract.
func (s scope) from() string { return "from " + s.relation(s.Name) + " as t" }

func col(name string) string { return "t." + quote(name) }

// asText is a column as text; empty values and nulls are the same empty text.
func asText(name string) string { return "coalesce(cast(" + col(name) + " as varchar), '')" }

// blank holds for a text of nothing but spaces, and is never null. Only a text that begins
// with a space, of which all but one stand from U+00A0 on, is trimmed: trimming every value
// of a ledger takes longer than reading it.
func blank(text string) string {
	return fmt.Sprintf("(case when %[1]s < '!' or %[1]s >= '\u00a0' then trim(%[1]s) = '' else 1 = 0 end)", text)
}

// kroner measures a row, without sign and never null. A value that is no amount
// counts as 0: a range rule reports it.
func (s scope) kroner() string {
	var factors []string
	for _, k := range s.Kroner {
		c, _ := s.column(k)
		factor := fmt.Sprintf("try_cast(%s as %s)", col(k), sqlTypes[c.Class])
		if len(s.Kroner) > 1 { // DuckDB's product of two short decimals overflows at 18 digits
			factor = "cast(" + factor + " as decimal(38,2))"
		}
		factors = append(factors, factor)
	}
	if len(factors) == 0 || !s.has(s.Kroner...) {
		return "cast(0 as decimal(18,2))"
	}
	return "coalesce(abs(" + strings.Join(factors, " * ") + "), 0)"
}

var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// quote quotes a name of our own. Other names never reach a statement.
func quote(name string) string {
	if !identifier.MatchString(name) {
		panic(fmt.Sprintf("contract: %q is no identifier of ours", name)) // contracts and prefixes are code
	}
	return `"` + name + `"`
}

// quoteAny quotes a column name of a file, whatever it holds.
func quoteAny(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func quoteTexts(values []string) string {
	q := make([]string, len(values))
	for i, v := range values {
		q[i] = quoteText(v)
	}
	return strings.Join(q, ", ")
}

// literal writes a bound in its column's own type, so that the engine compares
// values as they are stored.
func literal(c Class, v any) string {
	if s, ok := v.(string); ok {
		return "date " + quoteText(s)
	}
	return fmt.Sprintf("cast(%v as %s)", v, sqlTypes[c])
}

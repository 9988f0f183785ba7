package contract

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"opdrift/pipeline/law"
)

// knownLaw: the paragraph is one of the reference of package law, in force on a day of
// the period [from, to]; a period without an end lasts for ever. The sign § makes a text a
// paragraph: others are a municipality's own words, or another country's law, and are not
// judged.
type knownLaw struct{ column, from, to string }

func (k knownLaw) columns() []string { return []string{k.column, k.from, k.to} }
func (k knownLaw) breach(scope) string {
	reference, err := law.Load()
	if err != nil {
		panic(err) // the reference is part of the program
	}
	var known []string
	for _, p := range periods(reference.Paragraphs()) {
		begun, lasts := fmt.Sprintf("coalesce(%s, date '9999-12-31') >= date '%s'", col(k.to), p.from), ""
		if p.to != "" {
			lasts = fmt.Sprintf(" and %s <= date '%s'", col(k.from), p.to)
		}
		known = append(known, fmt.Sprintf("(%s in (%s) and %s%s)", lawKey(k.column), quoteTexts(p.keys), begun, lasts))
	}
	return fmt.Sprintf("(%s is not null and position('§' in %[1]s) > 0 and not (%s))", col(k.column), strings.Join(known, " or "))
}

// lawKey is [law.Key] in SQL.
func lawKey(column string) string {
	key := col(column)
	for _, end := range law.Ends {
		key = fmt.Sprintf("split_part(%s, %s, 1)", key, quoteText(end))
	}
	for _, gone := range law.Gone {
		key = fmt.Sprintf("replace(%s, %s, '')", key, quoteText(gone))
	}
	return key
}

// A lawPeriod holds the paragraphs that were in force for the same days: few periods keep
// the condition short.
type lawPeriod struct {
	from, to string // to is empty while they are in force
	keys     []string
}

func periods(paragraphs []law.Paragraph) []lawPeriod {
	var out []lawPeriod
	for _, p := range paragraphs {
		from, to := p.ValidFrom.Format(time.DateOnly), ""
		if !p.ValidTo.IsZero() {
			to = p.ValidTo.Format(time.DateOnly)
		}
		i := slices.IndexFunc(out, func(o lawPeriod) bool { return o.from == from && o.to == to })
		if i < 0 {
			i, out = len(out), append(out, lawPeriod{from: from, to: to})
		}
		out[i].keys = append(out[i].keys, law.Key(p.Paragraph))
	}
	return out
}
